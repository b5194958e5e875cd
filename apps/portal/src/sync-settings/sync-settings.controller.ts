import { Controller } from '@nestjs/common';
import type { Input } from '../api/operation.js';
import { Checked, Route } from '../api/route.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { getCompanySyncSettings, getSyncSettings, setCompanySyncSettings, setSyncSettings } from './sync-settings.operations.js';
import { WireSyncSettings } from './wire-sync-settings.service.js';

@Controller('api')
export class SyncSettingsController {
  constructor(private readonly settings: WireSyncSettings) {}

  @Route(getSyncSettings)
  get(@Operator() { operatorId }: OperatorContext, @Checked() _: Input<typeof getSyncSettings>) {
    return this.settings.get(operatorId);
  }

  @Route(setSyncSettings)
  set(@Operator() { operatorId }: OperatorContext, @Checked() { body }: Input<typeof setSyncSettings>) {
    return this.settings.set(operatorId, body);
  }

  @Route(getCompanySyncSettings)
  getOfCompany(@Operator() { operatorId }: OperatorContext, @Checked() { params }: Input<typeof getCompanySyncSettings>) {
    return this.settings.getOfCompany(operatorId, params.companyId);
  }

  @Route(setCompanySyncSettings)
  setOfCompany(@Operator() { operatorId }: OperatorContext, @Checked() { params, body }: Input<typeof setCompanySyncSettings>) {
    return this.settings.setOfCompany(operatorId, params.companyId, body);
  }
}
