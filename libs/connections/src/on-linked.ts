import type { EntityManager } from 'typeorm';

export interface LinkedConnection {
  readonly operatorId: string;
  readonly companyId: string;
  readonly connectionId: string;
  readonly platformKey: string;
}

/** What else happens when a connection becomes Linked. */
export abstract class OnLinked {
  /** Writes its rows in the transaction that links. What it returns runs after the commit, and only then. */
  abstract linked(manager: EntityManager, connection: LinkedConnection): Promise<() => Promise<void>>;
}
