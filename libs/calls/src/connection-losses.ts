/** Told when a call finds out that the platform no longer lets us in. Whoever owns connections implements it. */
export abstract class ConnectionLosses {
  /** The platform no longer lists this organisation for the user. */
  abstract connectionLost(operatorId: string, connectionId: string, reason: string): Promise<void>;
  /** The tokens are dead, and with them every connection that stands on them. */
  abstract grantLost(operatorId: string, grantId: string, reason: string): Promise<void>;
}
