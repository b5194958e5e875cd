/** One fault of one field, as the error envelope lists it. */
export interface FieldFault {
  itemId: string;
  message: string;
}

/** An answer that was not a success, or no answer at all (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string | null = null,
    readonly faults: readonly FieldFault[] = [],
    readonly correlationId: string | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Query = Record<string, string | number | undefined>;

/** Calls the portal that served this page. The session travels in a cookie that scripts cannot read. */
export async function call<T>(method: Method, path: string, options: { body?: unknown; query?: Query } = {}): Promise<T> {
  const response = await send(method, path + queryText(options.query), options.body);
  const body = await readBody(response);
  if (!response.ok) throw toError(response, body);
  return body as T;
}

async function send(method: Method, address: string, body: unknown): Promise<Response> {
  try {
    return await fetch(address, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, 'The server could not be reached. Check your connection and try again.');
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiError(response.status, 'The server gave an answer that this page cannot read.');
  }
}

interface Envelope {
  error?: string;
  code?: string;
  correlationId?: string;
  validation?: { errors?: FieldFault[] } | null;
}

function toError(response: Response, body: unknown): ApiError {
  const envelope: Envelope = typeof body === 'object' && body !== null ? body : {};
  return new ApiError(
    response.status,
    envelope.error ?? `The server answered with status ${response.status}.`,
    envelope.code ?? null,
    envelope.validation?.errors ?? [],
    envelope.correlationId ?? null,
  );
}

function queryText(query: Query | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
