import type { Records } from '../accounting/paged.js';
import { notImplemented, Problem } from '../accounting/problems.js';
import type { BooksRequest } from '../accounting/request.js';
import type { Wire } from '../accounting/wire.js';
import type { Books } from '../books/books.js';
import type { Effect, Order, Writer } from './order.js';
import { asObject, malformed, Sent } from './sent.js';

/** The JSON of one record as a single one is served. */
export type Render = (list: string, id: string) => string;

/** Judges what was sent, writes it, and answers with the records as they stand then. */
export function carryOut(books: Books, request: BooksRequest, { list, prepare, id }: Writer & { id: string | null }, render: Render): Records {
  const elements = elementsOf(readJson(request), list);
  const together = request.query.summarizeErrors?.toLowerCase() !== 'false';
  const judge = (fields: Wire): { errors: string[]; commit: () => Effect } => {
    const errors: string[] = [];
    const order: Order = { books, method: request.method, id, sent: new Sent(fields), fourPlaces: request.query.unitdp === '4', refuse: (message) => { errors.push(message); } };
    const commit = prepare(order);
    return { errors: [...new Set(errors)], commit };
  };
  // One bad record stops all of them, before any is written.
  if (together) refuseAll(elements.map((fields) => [fields, judge(fields).errors]));
  const json = elements.map((fields) => {
    // Judged once more, now that those before it are written.
    const { errors, commit } = judge(fields);
    if (errors.length > 0) {
      if (together) refuseAll([[fields, errors]]);
      return JSON.stringify({ ...failed(fields, errors), StatusAttributeString: 'ERROR', [flagOf(list)]: true });
    }
    const effect = commit();
    note(books, request, list, effect, fields);
    const text = render(list, effect.id);
    return together ? text : JSON.stringify({ ...(JSON.parse(text) as Wire), StatusAttributeString: 'OK' });
  });
  return { name: list, json };
}

/** Says in the log what was done, and lets everything that was computed before grow stale. */
export function note(books: Books, { method, path, headers, clientId }: BooksRequest, list: string, { id, created }: Effect, sent: Wire): void {
  const { written } = books.changes;
  const key = headers['idempotency-key'];
  books.changes.version++;
  if (created && clientId !== undefined) written.makers.set(id, clientId);
  written.log.push({ at: books.now(), clientId: clientId ?? null, idempotencyKey: typeof key === 'string' ? key : null, method, path, list, id, created, sent });
}

function refuseAll(judged: [fields: Wire, errors: string[]][]): void {
  const bad = judged.filter(([, errors]) => errors.length > 0);
  if (bad.length === 0) return;
  throw new Problem(400, {
    ErrorNumber: 10, Type: 'ValidationException', Message: 'A validation exception occurred', Elements: bad.map(([fields, errors]) => failed(fields, errors)),
  });
}

function failed(fields: Wire, errors: string[]): Wire {
  return { ...fields, ValidationErrors: errors.map((message) => ({ Message: message })) };
}

function flagOf(list: string): string {
  return ['Invoices', 'CreditNotes', 'PurchaseOrders'].includes(list) ? 'HasErrors' : 'HasValidationErrors';
}

function readJson({ body, method, path }: BooksRequest): unknown {
  const text = body?.toString('utf8').trim() ?? '';
  if (text.startsWith('<')) throw notImplemented(`${method} ${path} with an XML body`);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('JSON for post data was invalid');
  }
}

/** `{"Invoices": […]}`, a bare list, or one bare record. */
function elementsOf(body: unknown, list: string): Wire[] {
  const listed = Array.isArray(body) ? (body as unknown[]) : asObject(body)[list];
  const elements = Array.isArray(listed) ? (listed as unknown[]) : [body];
  if (elements.length === 0) throw malformed('No records were sent');
  return elements.map(asObject);
}
