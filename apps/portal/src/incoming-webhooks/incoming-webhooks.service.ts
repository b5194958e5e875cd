import { Injectable } from '@nestjs/common';
import { connectorOf } from '#connectors/registry';
import { WebhookKeys } from '#operators/webhook-keys.service';
import { ChangeIntake } from './change-intake.js';

/** A request as it arrived. */
export interface ArrivedWebhook {
  readonly appId: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** What platforms tell us. */
@Injectable()
export class IncomingWebhooks {
  constructor(private readonly keys: WebhookKeys, private readonly intake: ChangeIntake) {}

  /** True once everything that it tells of is stored; false when it is not signed with the app's key. */
  async receive({ appId, headers, body }: ArrivedWebhook): Promise<boolean> {
    const known = await this.keys.of(appId);
    if (!known) return false;
    const { webhooks } = connectorOf(known.platformKey);
    if (!webhooks?.isSigned(body, headers, known.key)) return false;
    const changes = webhooks.changes(body);
    await this.intake.store(known.apps.flatMap((app) => changes.map((change) => ({ ...change, operatorId: app.operatorId, appId: app.appId }))));
    return true;
  }
}
