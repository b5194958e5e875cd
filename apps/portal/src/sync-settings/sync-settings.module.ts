import { Module } from '@nestjs/common';
import { SyncSettingsController } from './sync-settings.controller.js';
import { WireSyncSettings } from './wire-sync-settings.service.js';

@Module({ controllers: [SyncSettingsController], providers: [WireSyncSettings] })
export class SyncSettingsModule {}
