import { lookup, Resolver } from 'node:dns/promises';

/** All addresses of a name, in the order in which they should be tried. Rejects when there is none. */
export type Resolve = (host: string) => Promise<string[]>;

/**
 * Asks the name servers of the machine without its threads for look-ups, of which one name that hangs would take one
 * after another from everybody else.
 */
export const resolvePublic: Resolve = async (host) => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const found = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length === 0) throw new Error('The name has no address');
  return found;
};

/** As every other program of the machine would: names of trials may stand in its hosts file only. */
export const resolveLocal: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);
