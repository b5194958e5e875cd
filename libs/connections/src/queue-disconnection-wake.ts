import { Injectable } from '@nestjs/common';
import { Queue } from '#queue/queue';
import { DisconnectionWake } from './disconnection-wake.js';

@Injectable()
export class QueueDisconnectionWake extends DisconnectionWake {
  constructor(private readonly queue: Queue) {
    super();
  }

  override async wake(operatorId: string, disconnectionIds: readonly string[]): Promise<void> {
    await Promise.all(disconnectionIds.map((id) => this.queue.wake('disconnection', { operatorId, id })));
  }
}
