import { type DynamicModule, Module } from '@nestjs/common';
import { Egress } from '#egress/egress';
import { Deliveries } from './deliveries.js';
import { EventsPublicUrl, FanOut } from './fan-out.js';
import { HeldConsumers } from './held-consumer.js';
import { OldEvents } from './old-events.js';

/** What tells consumers of events: for workers. Needs the global database and queue modules and a global Vault. */
@Module({})
export class EventsModule {
  static forRoot({ publicUrl, webhookTrialHosts }: { publicUrl: string; webhookTrialHosts: readonly string[] }): DynamicModule {
    return {
      module: EventsModule,
      providers: [
        { provide: EventsPublicUrl, useValue: publicUrl },
        { provide: Egress, useFactory: () => new Egress({ trialHosts: webhookTrialHosts }) },
        FanOut, HeldConsumers, Deliveries, OldEvents,
      ],
      exports: [FanOut, Deliveries, OldEvents],
    };
  }
}
