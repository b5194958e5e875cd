import type { Tier } from '#connector-kit/connector';
import type { Platform, Platforms } from '#grants/platforms';
import type { EntityManager } from 'typeorm';

/** An app as it was found, for a look at it. */
export interface FoundApp {
  readonly operatorId: string;
  readonly id: string;
  readonly clientId: string | null;
  readonly platform: Platform;
  /** The integration is enabled and has its keys. */
  readonly offered: boolean;
  /** The platform has refused the keys a short time ago: a consent could not be completed. */
  readonly refused: boolean;
  /** Key of the app's commercial tier. */
  readonly tier: string;
  /** The platform has approved that the app reads the journals of the ledger. */
  readonly journals: boolean;
  /** Consumers may write through the app. */
  readonly writes: boolean;
  /** Connections that the app's tier allows; null without a limit. */
  readonly limit: number | null;
}

/** An app under its lock. Whoever changes how many connections an app has holds it, so that counts stay true. */
export interface LockedApp extends FoundApp {
  readonly locked: true;
}

type AppName = { appId: string } | { platformKey: string };

interface AppRow {
  readonly id: string;
  readonly client_id: string | null;
  readonly platform_key: string;
  readonly tier: string;
  readonly journals: boolean;
  readonly writes: boolean;
  readonly offered: boolean;
  readonly refused: boolean;
}

/** Null when the operator has no such app. Held until the transaction ends. */
export async function lockApp(manager: EntityManager, platforms: Platforms, operatorId: string, by: AppName): Promise<LockedApp | null> {
  const app = await readApp(manager, platforms, operatorId, by, 'for update of a');
  return app && { ...app, locked: true };
}

/** Null when the operator has no such app. Waits for nobody: anybody with a link may look, however busy the app is. */
export async function findApp(manager: EntityManager, platforms: Platforms, operatorId: string, by: AppName): Promise<FoundApp | null> {
  return readApp(manager, platforms, operatorId, by, '');
}

async function readApp(manager: EntityManager, platforms: Platforms, operatorId: string, by: AppName, lock: string): Promise<FoundApp | null> {
  const [column, value] = 'appId' in by ? ['a.id', by.appId] : ['a.platform_key', by.platformKey];
  const [row] = await manager.query<AppRow[]>(`
    select a.id, a.client_id, a.platform_key, a.tier, a.journals, a.writes, i.enabled and a.client_id is not null and a.client_secret is not null as offered,
      coalesce(a.refused_at > now() - interval '10 minutes', false) as refused
    from app a join integration i on i.operator_id = a.operator_id and i.platform_key = a.platform_key
    where a.operator_id = $1 and ${column} = $2 order by a.created_at limit 1 ${lock}`, [operatorId, value]);
  if (!row) return null;
  const platform = platforms.of(row.platform_key);
  const { id, client_id: clientId, offered, refused, tier, journals, writes } = row;
  return { operatorId, id, clientId, platform, offered, refused, tier, journals, writes, limit: tierOf(platform, tier).connections };
}

/** Linked connections of the app, but for `except`. */
export async function usedSlots(manager: EntityManager, operatorId: string, appId: string, except: string | null = null): Promise<number> {
  const [row] = await manager.query<{ used: number }[]>(`
    select count(*)::int as used from connection
    where operator_id = $1 and app_id = $2 and status = 'Linked' and id is distinct from $3`, [operatorId, appId, except]);
  return row.used;
}

/**
 * Places that are spoken for without a linked connection: attempts that may still complete, consents that are not settled,
 * and connections that the platform has not been told to end yet (it counts them as long).
 */
export async function reservedSlots(manager: EntityManager, operatorId: string, appId: string, exceptCompany: string): Promise<number> {
  const [row] = await manager.query<{ reserved: string }[]>(`
    select (select count(*) from (
        select t.company_id from link_attempt t join connection c on c.operator_id = t.operator_id and c.id = t.connection_id
          where t.operator_id = $1 and t.app_id = $2 and t.status in ('started', 'choosing') and t.expires_at > now() and c.status <> 'Linked'
        union select n.company_id from consent n where n.operator_id = $1 and n.app_id = $2 and n.status = 'started'
          and not exists (select 1 from connection c where c.operator_id = $1 and c.company_id = n.company_id and c.app_id = $2 and c.status = 'Linked')
      ) as held where company_id <> $3)
      + (select count(distinct d.external_id) from disconnection d where d.operator_id = $1 and d.app_id = $2 and d.status = 'started')
      as reserved`, [operatorId, appId, exceptCompany]);
  return Number(row.reserved);
}

/** An unknown key is read as the default tier, as `limits` does. */
function tierOf({ connector: { tiers } }: Platform, key: string): Tier {
  return tiers.find((tier) => tier.key === key) ?? tiers[0];
}
