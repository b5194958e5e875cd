import type { Connection, ConnectionStatus } from '../api/connections.js';
import { StatusBadge, type Tone } from './status-badge.js';

const shown: Record<ConnectionStatus, [Tone, string]> = {
  Linked: ['good', 'Linked'],
  PendingAuth: ['busy', 'Pending'],
  Deauthorized: ['warn', 'Deauthorized'],
  Unlinked: ['quiet', 'Unlinked'],
};

export function ConnectionStatusBadge({ status }: { status: ConnectionStatus }) {
  const [tone, words] = shown[status] ?? ['quiet', status];
  return <StatusBadge tone={tone}>{words}</StatusBadge>;
}

const telling: ConnectionStatus[] = ['Linked', 'Deauthorized', 'PendingAuth', 'Unlinked'];

/** The one status that says most about a company: a working connection first, then one that needs somebody. */
export function CompanyStatusBadge({ connections }: { connections: readonly Connection[] }) {
  const status = telling.find((candidate) => connections.some((connection) => connection.status === candidate));
  return status ? <ConnectionStatusBadge status={status} /> : <StatusBadge tone="quiet">No connections</StatusBadge>;
}
