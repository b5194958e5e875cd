/**
 * One authenticated, limited request in the name of one organisation (or of the Xero user alone where a function says
 * so). Tokens, limits, retries and the organisation's header belong to whoever hands a `Call` to a connector.
 *
 * It resolves for an answer that the connector's `classify` finds no fault with, and throws a `ConnectorError` otherwise.
 */
export type Call = (request: CallRequest) => Promise<CallAnswer>;

export interface CallRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Absolute path on the platform's API host, without query: `/api.xro/2.0/Invoices`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A Buffer is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** By `performance.now()`: after this the request is not sent any more, but fails as one that timed out. For whoever makes calls, not for connectors. */
  readonly notAfter?: number;
  /** The good answer is a file: its body is an ArrivingFile, and a larger one than this ends as `tooLarge`. */
  readonly largestFile?: number;
}

export interface CallAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The parsed value of a JSON body, in which a list of very many records is a LongList; the text of any other body, and of a body that claims to be JSON but is cut off or
   * broken; `undefined` for an empty one. An ArrivingFile where the request asked for a file and the status is a good one.
   */
  readonly body: unknown;
  /**
   * Size of the body as it crossed the wire: compressed, as platforms that bill reads count what leaves them. 0 for a file,
   * which tells it when it has ended.
   */
  readonly bytes: number;
}
