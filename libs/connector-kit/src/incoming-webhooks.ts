/** What a platform's webhooks say, as pure functions of the request's bytes. */
export interface IncomingWebhooks {
  /** Whether the platform signed these bytes with the app's key. Takes the same time whatever is wrong with a signature. */
  isSigned(body: Buffer, headers: Readonly<Record<string, unknown>>, key: string): boolean;
  /** What changed, each thing once. What cannot be read, or is of nothing that we read, is left out. */
  changes(body: Buffer): PlatformChange[];
}

/** Something of an organisation changed. What, and how, is for the next reading of the source to find. */
export interface PlatformChange {
  readonly organisationId: string;
  /** Key of the connector's source that has it. */
  readonly source: string;
}
