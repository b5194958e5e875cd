import { Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import { App } from '#database/entities/app.entity';
import { Tenants } from '#database/tenant';
import { Vault } from '#vault/vault';
import { webhookKeyPlace } from './apps.service.js';

/** How long a key is believed without a look, so that one that was just entered is known soon. */
const keyLifeMs = 10_000;
/** The list of apps that have a key is read no more often, whoever asks for whatever: an app that nobody has costs nothing. */
const listLifeMs = 5_000;

export interface AppPlace {
  readonly operatorId: string;
  readonly appId: string;
}

/** What an app's webhooks are signed with, and whose they are. */
export interface WebhookKey {
  readonly platformKey: string;
  readonly key: string;
  /** The app itself, and the same app of the platform as other operators entered it with the same key: the platform has one address for all of them. */
  readonly apps: readonly AppPlace[];
}

type KnownApp = AppPlace & { readonly clientId: string };

/** The keys that platforms sign webhooks with, kept in memory for moments: whoever forges webhooks causes no queries. */
@Injectable()
export class WebhookKeys {
  private readonly keys = new Map<string, Kept<WebhookKey | null>>();
  private readonly apps: Kept<ReadonlyMap<string, KnownApp>>;

  constructor(directory: Directory, private readonly tenants: Tenants, private readonly vault: Vault) {
    this.apps = new Kept(async () => new Map((await directory.appsWithWebhookKey()).map((app) => [app.appId, app])), listLifeMs);
  }

  /** Null: there is no such app, or it has no key. */
  async of(appId: string): Promise<WebhookKey | null> {
    const id = appId.toLowerCase();
    if (!this.keys.has(id)) {
      if (!(await this.apps.get()).has(id)) return null;
      this.keys.set(id, new Kept(() => this.read(id), keyLifeMs));
    }
    return this.keys.get(id)!.get();
  }

  private async read(appId: string): Promise<WebhookKey | null> {
    const apps = await this.apps.get();
    const app = apps.get(appId);
    const own = app && await this.open(app);
    if (!own) return null;
    const others = [...apps.values()].filter((other) => other.clientId === app.clientId && other.appId !== appId);
    const same = await Promise.all(others.map(async (other) => ((await this.open(other))?.key === own.key ? [other] : [])));
    return { ...own, apps: [app, ...same.flat()] };
  }

  private async open({ operatorId, appId }: AppPlace): Promise<Omit<WebhookKey, 'apps'> | null> {
    const app = await this.tenants.run(operatorId, (manager) => manager.findOneBy(App, { operatorId, id: appId }));
    if (!app?.webhookKey) return null;
    return { platformKey: app.platformKey, key: this.vault.open(app.webhookKey, webhookKeyPlace(operatorId, appId)) };
  }
}

/** Something that is looked up when it is asked for and then kept for a while: one look for all who ask meanwhile. A failure is not kept. */
class Kept<T> {
  private until = 0;
  private value: Promise<T> | undefined;

  constructor(private readonly look: () => Promise<T>, private readonly lifeMs: number) {}

  get(): Promise<T> {
    if (this.value && this.until > Date.now()) return this.value;
    const value = this.look();
    this.value = value;
    this.until = Date.now() + this.lifeMs;
    value.catch(() => { this.until = 0; });
    return value;
  }
}
