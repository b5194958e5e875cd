import { z } from 'zod';

export type Tag = 'Companies' | 'Connections' | 'Integrations' | 'Refresh data' | 'Accounting data' | 'Writing data' | 'Usage' | 'Files' | 'API keys' | 'Company access' | 'Profile' | 'Webhooks' | 'Custom data';
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One operation of the public API. The router, the checks of what comes in and the API's own description all read it
 * from here, so that none of them can say something else than the others.
 */
export interface Operation<P extends z.ZodObject = z.ZodObject, Q extends z.ZodObject = z.ZodObject, B extends z.ZodType = z.ZodType> {
  /** Stable, in kebab-case: generated clients name their methods by it. */
  readonly id: string;
  readonly method: Method;
  /** Below /api, parameters in braces. */
  readonly path: string;
  readonly tag: Tag;
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly success: Success;
  /** A company access token is taken in place of an API key. Everywhere else it is refused. */
  readonly forCompanies?: true;
  /** Statuses of refusals that are this operation's own, with the reason. Every operation may answer 400, 401, 429 and 503. */
  readonly refusals: Readonly<Partial<Record<400 | 402 | 403 | 404 | 409 | 422, string>>>;
}

/** The published SDKs take one exact code per operation and throw at any other. */
export interface Success {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  /** Schema of the body; none for an empty one. A text is the name of a schema of the accounting models. */
  readonly body?: z.ZodType | SchemaUse;
  /** The answer is a file of one of these types. */
  readonly file?: readonly string[];
}

/** A schema by name, as it is or as a page of it. */
export interface SchemaUse {
  readonly schema: string;
  readonly paged: boolean;
}

export type Input<O extends Operation> = {
  readonly params: z.output<O['params']>;
  readonly query: z.output<O['query']>;
  readonly body: z.output<O['body']>;
};

type Given<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType> =
  Pick<Operation, 'id' | 'method' | 'path' | 'tag' | 'summary' | 'description' | 'success'> &
  { forCompanies?: true; params?: P; query?: Q; body?: B; refusals?: Operation['refusals'] };

const none = z.strictObject({});

export function operation<P extends z.ZodObject = typeof none, Q extends z.ZodObject = typeof none, B extends z.ZodType = z.ZodUndefined>(
  given: Given<P, Q, B>,
): Operation<P, Q, B> {
  const { params = none as unknown as P, query = none as unknown as Q, body = z.unknown().transform(() => undefined) as unknown as B, refusals = {}, ...rest } = given;
  return { ...rest, params, query, body, refusals };
}
