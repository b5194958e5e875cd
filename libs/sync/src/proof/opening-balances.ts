import Big from 'big.js';
import type pg from 'pg';
import type { AccountBalance } from '#connector-kit/ledger';
import type { OpeningBalances } from '#database/entities/ledger-proof.entity';
import type { TrialBalances } from './ledger-comparison.js';
import { nothing } from './ledger-sums.js';
import type { HeldProof } from './proof-rows.js';

/** What the connection's last proof began with, if it was of the same organisation. */
export async function knownOpening(client: pg.ClientBase, { operatorId, connectionId, organisationId }: HeldProof): Promise<OpeningBalances | undefined> {
  const { rows: [row] } = await client.query<{ opening: OpeningBalances }>(`
    select result -> 'opening' as opening from ledger_proof
    where operator_id = $1 and connection_id = $2 and status = 'complete' and result ? 'opening'
    order by requested_at desc limit 1`, [operatorId, connectionId]);
  return row?.opening.organisationId === organisationId ? row.opening : undefined;
}

export function toKeep({ organisationId }: HeldProof, { openingOn, opening }: TrialBalances): OpeningBalances {
  const held = opening.filter(({ balance }) => !balance.eq(nothing));
  return { organisationId, on: openingOn, balances: Object.fromEntries(held.map(({ accountId, balance }) => [accountId, balance.toFixed()])) };
}

export function fromKept({ balances }: OpeningBalances): AccountBalance[] {
  return Object.entries(balances).map(([accountId, balance]) => ({ accountId, name: accountId, balance: new Big(balance) }));
}

export function changedAccounts(one: readonly AccountBalance[], other: readonly AccountBalance[]): string[] {
  const [before, after] = [one, other].map((balances) => new Map(balances.map(({ accountId, balance }) => [accountId, balance])));
  return [...new Set([...before.keys(), ...after.keys()])].filter((accountId) => !(before.get(accountId) ?? nothing).eq(after.get(accountId) ?? nothing));
}
