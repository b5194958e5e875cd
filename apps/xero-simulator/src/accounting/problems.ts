/** An answer that is not a list: thrown anywhere below `answer`, which turns it into the HTTP answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body: string | Record<string, unknown>,
  ) {
    super(typeof body === 'string' ? body : String(body.Message));
  }
}

/** Xero says in plain text that a record or a path does not exist. */
export function notFound(): Problem {
  return new Problem(404, 'The resource you\'re looking for cannot be found');
}

export function notImplemented(path: string): Problem {
  return new Problem(501, { Title: 'Not Implemented', Detail: `The simulator does not serve ${path} yet`, Status: 501 });
}

export function queryParse(message: string): Problem {
  return new Problem(400, { ErrorNumber: 16, Type: 'QueryParseException', Message: message });
}

export function highVolume(): Problem {
  return new Problem(400, {
    ErrorNumber: 51, Type: 'HighVolumeException',
    Message: 'The filter or order of this request is not optimised for an organisation with this many records',
  });
}
