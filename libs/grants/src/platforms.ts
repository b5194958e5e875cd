import type { Connector } from '#connector-kit/connector';
import { connectors } from '#connectors/registry';

/** Where a platform is reached: hosts without path. They belong to the installation and are never an operator's input. */
export interface PlatformHosts {
  readonly loginUrl: string;
  readonly identityUrl: string;
  readonly apiUrl: string;
}

export interface Platform {
  readonly connector: Connector;
  readonly hosts: PlatformHosts;
}

/** The platforms of this installation by key. */
export class Platforms {
  constructor(
    private readonly hosts: Readonly<Record<string, PlatformHosts>>,
    private readonly known: ReadonlyMap<string, Connector> = connectors,
  ) {}

  /** Throws for a key without connector or hosts: a stored key that nobody serves is a fault of the installation. */
  of(key: string): Platform {
    const connector = this.known.get(key);
    const hosts = this.hosts[key];
    if (!connector || !hosts) throw new Error(`The platform ${key} is not set up in this installation`);
    return { connector, hosts };
  }

  has(key: string): boolean {
    return this.known.has(key) && key in this.hosts;
  }
}
