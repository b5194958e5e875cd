import { type DynamicModule, Global, Module } from '@nestjs/common';
import { openQueueStore, type QueueStoreOptions } from './backend.js';
import { Queue, QueueLogger, Store } from './queue.js';

@Global()
@Module({})
export class QueueModule {
  static forRoot(options: QueueStoreOptions): DynamicModule {
    return {
      module: QueueModule,
      providers: [
        { provide: Store, useFactory: () => openQueueStore(options) },
        { provide: QueueLogger, useValue: options.logger },
        Queue,
      ],
      exports: [Queue, Store],
    };
  }
}
