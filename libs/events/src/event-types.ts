/** Everything that consumers can be told. The names are Codat's, but for `data.changed` and those of `webhook`, which are ours. */
export const eventTypes = [
  'company.created', 'company.deleted', 'company.product.added', 'company.product.removed',
  'connection.created', 'connection.connected', 'connection.failed', 'connection.disconnected', 'connection.reconnected', 'connection.deleted',
  'read.completed', 'read.completed.initial',
  'data.changed',
  'client.rateLimit.reached', 'client.rateLimit.reset',
  'webhook.test', 'webhook.disabled',
] as const;

export type EventType = (typeof eventTypes)[number];

/** How a write of a data type ended: there are two for each. */
export type WriteEventType = `${string}.write.successful` | `${string}.write.unsuccessful`;

/** Events of writes of every data type, and those of Codat's other products and of what does not happen here yet: accepted, so that code written for Codat runs, and never sent. */
const foreign = /^([A-Za-z]+\.write\.(successful|unsuccessful)|(bankFeeds|expenses|report|reports|loans)\.[\w.]+)$/;

export const isKnownType = (name: string): boolean => (eventTypes as readonly string[]).includes(name) || foreign.test(name);
