import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DataType } from '#accounting/data-types';
import { Tenants } from '#database/tenant';
import { type Fault, invalid, notFound } from '#platform/errors';
import { reschedule } from './schedule.js';
import { isStatement, layered, standardMonths, standardSettings, type SyncSetting } from './sync-setting.js';
import { fromUtcText, windowIn } from './window-rows.js';

export interface CompanySettings {
  /** As they apply: the company's own where it has some. */
  readonly settings: readonly SyncSetting[];
  readonly overridesDefaults: boolean;
}

/** What is pulled when: by default, for all companies of an operator, and for one. */
@Injectable()
export class SyncSettings {
  constructor(private readonly tenants: Tenants) {}

  ofOperator(operatorId: string): Promise<SyncSetting[]> {
    return this.tenants.run(operatorId, (manager) => generalOf(manager, operatorId));
  }

  /** Throws `notFound` without the company. */
  ofCompany(operatorId: string, companyId: string): Promise<CompanySettings> {
    return this.tenants.run(operatorId, async (manager) => {
      await requireCompany(manager, operatorId, companyId);
      const own = await stored(manager, operatorId, companyId);
      return { settings: await settingsOf(manager, operatorId, companyId), overridesDefaults: own.length > 0 };
    });
  }

  /** Data types that are not among them keep their settings. */
  async setOperator(operatorId: string, settings: readonly SyncSetting[]): Promise<void> {
    await this.tenants.run(operatorId, async (manager) => {
      await store(manager, operatorId, null, settings);
      await reschedule(manager, operatorId, null, await generalOf(manager, operatorId));
    });
  }

  /**
   * `overridesDefaults` false takes the company's own settings away. Throws `invalid` for a data type whose setting is
   * locked and would change, `notFound` without the company.
   */
  async setCompany(operatorId: string, companyId: string, { settings, overridesDefaults }: CompanySettings): Promise<void> {
    await this.tenants.run(operatorId, async (manager) => {
      await requireCompany(manager, operatorId, companyId);
      if (!overridesDefaults) {
        await manager.query('delete from sync_setting where operator_id = $1 and company_id = $2', [operatorId, companyId]);
        return scheduleCompany(manager, operatorId, companyId);
      }
      const general = await generalOf(manager, operatorId);
      refuseLocked(settings, general);
      const locked = lockedOf(general);
      await store(manager, operatorId, companyId, settings.filter(({ dataType }) => !locked.has(dataType)));
      await reschedule(manager, operatorId, companyId, general);
    });
  }
}

/** Of a company that is linked: from when on it is pulled again. */
export async function scheduleCompany(manager: EntityManager, operatorId: string, companyId: string): Promise<void> {
  await reschedule(manager, operatorId, companyId, await generalOf(manager, operatorId));
}

const generalOf = async (manager: EntityManager, operatorId: string): Promise<SyncSetting[]> =>
  layered(standardSettings, await stored(manager, operatorId, null));

/** As they apply to a company. A locked setting applies to every company, also to one that had its own before. */
export async function settingsOf(manager: EntityManager, operatorId: string, companyId: string): Promise<SyncSetting[]> {
  const general = await generalOf(manager, operatorId);
  const locked = lockedOf(general);
  return layered(general, (await stored(manager, operatorId, companyId)).filter(({ dataType }) => !locked.has(dataType)));
}

const lockedOf = (settings: readonly SyncSetting[]): Map<DataType, SyncSetting> =>
  new Map(settings.filter(({ isLocked }) => isLocked).map((setting) => [setting.dataType, setting]));

function refuseLocked(settings: readonly SyncSetting[], general: readonly SyncSetting[]): void {
  const locked = lockedOf(general);
  const faults = settings.flatMap((setting, place): Fault[] => {
    const held = locked.get(setting.dataType);
    if (!held) return setting.isLocked ? [{ field: `settings.${place}.isLocked`, message: 'can only be set for all companies' }] : [];
    if (same(held, setting)) return [];
    return [{ field: `settings.${place}`, message: `is about ${setting.dataType}, whose setting is locked for all companies` }];
  });
  if (faults.length > 0) throw invalid('Error processing request - not valid.', faults);
}

const same = (one: SyncSetting, other: SyncSetting): boolean =>
  one.fetchOnFirstLink === other.fetchOnFirstLink && one.syncSchedule === other.syncSchedule && one.syncOrder === other.syncOrder
  && one.syncFromUtc === other.syncFromUtc && one.syncFromWindow === other.syncFromWindow
  && (other.monthsToSync === undefined || one.monthsToSync === other.monthsToSync);

/** How many months a reading for these data types asks a connection's statements for. */
export async function monthsFor(tenants: Tenants, { operatorId, connectionId }: { operatorId: string; connectionId: string }, dataTypes: readonly DataType[]): Promise<number> {
  if (!dataTypes.some(isStatement)) return standardMonths;
  const settings = await tenants.run(operatorId, async (manager) => {
    const [connection] = await manager.query<{ company_id: string }[]>('select company_id from connection where operator_id = $1 and id = $2', [operatorId, connectionId]);
    return settingsOf(manager, operatorId, connection.company_id);
  });
  return Math.max(...settings.filter(({ dataType }) => dataTypes.includes(dataType)).map(({ monthsToSync }) => monthsToSync ?? standardMonths));
}

interface SettingRow {
  data_type: DataType; fetch_on_first_link: boolean; sync_schedule: number; sync_order: number; months_to_sync: number | null; is_locked: boolean;
  sync_from_utc: string | null; sync_from_window: number | null;
}

async function stored(manager: EntityManager, operatorId: string, companyId: string | null): Promise<SyncSetting[]> {
  const rows: SettingRow[] = await manager.query(`
    select s.*, ${fromUtcText} as sync_from_utc from sync_setting s where operator_id = $1 and company_id is not distinct from $2`, [operatorId, companyId]);
  return rows.map((row) => ({
    dataType: row.data_type, fetchOnFirstLink: row.fetch_on_first_link, syncSchedule: row.sync_schedule, syncOrder: row.sync_order, ...windowIn(row),
    ...(row.months_to_sync !== null && { monthsToSync: row.months_to_sync }), isLocked: row.is_locked,
  }));
}

/** Months that are not said are those that applied before; a window that is not said is none. */
async function store(manager: EntityManager, operatorId: string, companyId: string | null, settings: readonly SyncSetting[]): Promise<void> {
  const before = new Map((companyId === null
    ? await generalOf(manager, operatorId)
    : await settingsOf(manager, operatorId, companyId)).map((setting) => [setting.dataType, setting]));
  const rows = settings.map((setting) => ({ monthsToSync: before.get(setting.dataType)?.monthsToSync, ...setting }));
  await manager.query(`
    insert into sync_setting (operator_id, company_id, data_type, fetch_on_first_link, sync_schedule, sync_order, months_to_sync, sync_from_utc, sync_from_window, is_locked)
    select $1, $2, r."dataType", r."fetchOnFirstLink", r."syncSchedule", r."syncOrder", r."monthsToSync", r."syncFromUtc", r."syncFromWindow", r."isLocked"
    from jsonb_to_recordset($3::jsonb) as r("dataType" text, "fetchOnFirstLink" boolean, "syncSchedule" integer, "syncOrder" integer, "monthsToSync" integer,
      "syncFromUtc" timestamptz, "syncFromWindow" integer, "isLocked" boolean)
    on conflict (operator_id, company_id, data_type) do update set
      fetch_on_first_link = excluded.fetch_on_first_link, sync_schedule = excluded.sync_schedule, sync_order = excluded.sync_order,
      months_to_sync = excluded.months_to_sync, sync_from_utc = excluded.sync_from_utc, sync_from_window = excluded.sync_from_window, is_locked = excluded.is_locked`, [operatorId, companyId, JSON.stringify(rows)]);
}

async function requireCompany(manager: EntityManager, operatorId: string, companyId: string): Promise<void> {
  const [company]: unknown[] = await manager.query('select 1 from company where operator_id = $1 and id = $2 for key share', [operatorId, companyId]);
  if (!company) throw notFound(`No company was found with ID ${companyId}`);
}
