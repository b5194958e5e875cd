import { type Fault, invalid } from '#platform/errors';

/** What an operator enters for its app at a platform. Without a secret the stored one is kept. */
export interface AppKeys {
  clientId: string;
  clientSecret?: string | undefined;
  /** What the platform signs its webhooks to us with. Without it the stored one is kept, unless the client id is another. */
  webhookKey?: string | undefined;
  tier: string;
  /** Whether the platform approved the app for the journals of the ledger. Without it what is stored is kept. */
  journals?: boolean | undefined;
  /** Whether consumers may write. Without it what is stored is kept. */
  writes?: boolean | undefined;
}

export interface StoredKeys {
  clientId: string | null;
  hasSecret: boolean;
}

/**
 * Refuses keys that cannot be right, naming each field. Spaces come from copying and are never part of a key; they are
 * reported instead of trimmed, because a key with one inside it was copied from the wrong place.
 */
export function checkAppKeys(keys: AppKeys, stored: StoredKeys, tierKeys: readonly string[]): void {
  const faults: Fault[] = [...textFaults('clientId', 'client ID', keys.clientId, 200)];
  if (keys.clientSecret !== undefined) {
    faults.push(...textFaults('clientSecret', 'client secret', keys.clientSecret, 500));
  } else if (!stored.hasSecret) {
    faults.push({ field: 'clientSecret', message: 'Enter the client secret.' });
  } else if (stored.clientId !== keys.clientId) {
    faults.push({ field: 'clientSecret', message: 'Enter the client secret that belongs to this client ID.' });
  }
  if (keys.webhookKey !== undefined) faults.push(...textFaults('webhookKey', 'webhooks key', keys.webhookKey, 200));
  if (!tierKeys.includes(keys.tier)) faults.push({ field: 'tier', message: 'Choose one of the tiers listed.' });
  if (faults.length > 0) throw invalid('The keys were not saved. Check the fields named.', faults);
}

function textFaults(field: string, label: string, text: string, longest: number): Fault[] {
  if (text === '') return [{ field, message: `Enter the ${label}.` }];
  if (/\s/.test(text)) return [{ field, message: `The ${label} must not contain spaces.` }];
  if (text.length > longest) return [{ field, message: `The ${label} is too long: at most ${longest} characters.` }];
  if (!/^[\x21-\x7e]+$/.test(text)) {
    return [{ field, message: `The ${label} has characters that such keys never have.` }];
  }
  return [];
}
