import { Injectable } from '@nestjs/common';
import { type Fault, invalid } from '#platform/errors';
import type { SyncSetting } from '#sync/sync-setting';
import { SyncSettings } from '#sync/sync-settings';
import type { z } from 'zod';
import type { settingsList } from './sync-setting.schema.js';
import type { companySyncSettingsSchema, syncSettingsSchema } from './sync-settings.operations.js';

type OfAll = z.output<typeof syncSettingsSchema>;
type OfCompany = z.output<typeof companySyncSettingsSchema>;

/** Sync settings as they are on the wire. */
@Injectable()
export class WireSyncSettings {
  constructor(private readonly settings: SyncSettings) {}

  async get(operatorId: string): Promise<OfAll> {
    return { clientId: operatorId, settings: wire(await this.settings.ofOperator(operatorId)), overridesDefaults: false };
  }

  async set(operatorId: string, { clientId, settings }: OfAll): Promise<void> {
    refuse(clientId !== undefined && clientId !== operatorId ? [{ field: 'clientId', message: 'is not your own id' }] : []);
    await this.settings.setOperator(operatorId, own(settings));
  }

  async getOfCompany(operatorId: string, companyId: string): Promise<OfCompany> {
    const { settings, overridesDefaults } = await this.settings.ofCompany(operatorId, companyId);
    return { companyId, settings: wire(settings), overridesDefaults };
  }

  async setOfCompany(operatorId: string, companyId: string, body: OfCompany): Promise<void> {
    const other = body.companyId !== undefined && body.companyId.toLowerCase() !== companyId;
    refuse(other ? [{ field: 'companyId', message: 'is not the company of the address' }] : []);
    await this.settings.setCompany(operatorId, companyId, { settings: own(body.settings), overridesDefaults: body.overridesDefaults });
  }
}

/** In the order in which they are pulled. */
const wire = (settings: readonly SyncSetting[]): OfAll['settings'] => [...settings].sort((a, b) => a.syncOrder - b.syncOrder);

const own = (settings: z.output<typeof settingsList>): SyncSetting[] =>
  settings.map(({ dataType, fetchOnFirstLink, syncSchedule, syncOrder, syncFromUtc, syncFromWindow, monthsToSync, isLocked }) => ({
    dataType, fetchOnFirstLink, syncSchedule, syncOrder, ...(typeof syncFromUtc === 'string' && { syncFromUtc }), ...(typeof syncFromWindow === 'number' && { syncFromWindow }),
    ...(monthsToSync && { monthsToSync }), isLocked: isLocked ?? false,
  }));

function refuse(faults: Fault[]): void {
  if (faults.length > 0) throw invalid('Error processing request - not valid.', faults);
}
