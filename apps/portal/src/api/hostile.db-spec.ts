import { type ApiWorld, apiWorld, bodyOf, pathOf, queryOf } from '#test/api-world';
import type { Answer } from '#test/portal-api';
import fc from 'fast-check';
import type { Operation } from './operation.js';
import { operations } from './operations.js';

const words = [
  '', ' ', "'", '"', '`', '\\', '%', '%%', '_', '--', '/*', ';', '$1', '${1}', '{', '}', '{{', '}}', '&&', '||', '=', '!=', '~', '<script>', '../..',
  '\u202e', '\uffff', '😀', 'ﷺ', 'İ', '\u0001', '\r\nSet-Cookie: a=b', '0', '-1', '1e9', '99999999999999999999', 'NaN', 'true', 'null', 'undefined',
  '2026-02-31', '9999999999-01-01', "' or '1'='1", '1; drop table record', '[object Object]', '__proto__', 'constructor', 'toString', 'x'.repeat(3_000),
];

const queries = [
  'status=', '=paid', 'status', 'status==paid', 'status=paid&&', '&&status=paid', '{status=paid', 'status=paid}', '{}', 'lineItems.quantity=1',
  'isCompleted=true', 'status>paid', 'totalAmount~1', 'totalAmount=abc', 'issueDate=yesterday', 'totalAmount=1e400', `totalAmount=${'9'.repeat(400)}`,
  'metadata.isDeleted=maybe', 'status=%', "status='", 'id=\\', '{'.repeat(1_000), 'status=a&&'.repeat(150) + 'status=a', 'customerRef=1', 'customerRef.=1', 'a.b.c.d=1',
  'issueDate=0000-00-00', 'issueDate=9999-12-31T23:59:59+14:00', 'modifiedDate>=0001-01-01', 'totalAmount>-99999999999999999999.99999999999999999999',
  'dataConnections.status=Linked', 'dataConnections.platformName=xero', 'dataConnections.created>2020-01-01', 'lastSync!=2020-01-01', 'progress>=0', 'enabled=true',
];

const bodies: unknown[] = [
  null, true, 0, '', 'x', [], [[]], {}, { name: null }, { name: '' }, { name: '<>' }, { name: 1 }, { name: {} }, { name: ['a'] }, { name: 'x'.repeat(501) },
  { name: 'a', tags: [] }, { name: 'a', tags: 'x' }, { name: 'a', tags: { a: 1 } }, { name: 'a', tags: { a: null } }, { name: 'a', tags: { '': 'x' } },
  { name: 'a', tags: { a: 'x'.repeat(101) } }, { name: 'a', tags: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`t${i}`, 'x'])) },
  { name: 'a', description: {} }, { name: 'a', description: 'x'.repeat(2_001) }, { platformKey: null }, { platformKey: 'zzzz' }, { platformKey: {} }, { platformKey: '__proto__' },
  { status: 'Linked' }, { status: null }, { status: ['Unlinked'] }, { id: 'x', operatorId: 'x', name: 'a', tags: { toString: 'x', hasOwnProperty: 'y' } },
];

const raw: [string, string, Record<string, string>][] = [
  ['broken JSON', '{"name":', {}], ['two values', '{}{}', {}], ['no JSON', 'name=x', {}], ['a form', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['text', '{"name":"x"}', { 'content-type': 'text/plain' }], ['XML', '<name/>', { 'content-type': 'application/xml' }], ['no type', '{"name":"x"}', { 'content-type': '' }],
  ['another character set', '{"name":"x"}', { 'content-type': 'application/json; charset=utf-16' }], ['a false encoding', '{"name":"x"}', { 'content-encoding': 'gzip' }],
  ['NUL', '{"name":"a\\u0000b"}', {}], ['half a pair', '{"name":"a\\ud800b"}', {}], ['a prototype', '{"__proto__":{"name":"x"}}', {}], ['a constructor', '{"constructor":{"prototype":{}}}', {}],
  ['a deep body', '['.repeat(5_000) + ']'.repeat(5_000), {}], ['a large body', `{"name":"${'x'.repeat(1_100_000)}"}`, {}], ['a byte order mark', '\ufeff{"name":"x"}', {}],
  ['a key twice', '{"name":1,"name":"x"}', {}], ['a huge number', '{"name":1e999}', {}],
];

jest.setTimeout(120_000);

describe('hostile requests', () => {
  let world: ApiWorld;
  let asked = 0;

  beforeAll(async () => {
    world = await apiWorld();
  }, 60_000);

  afterAll(() => world?.close());

  /** A refusal in the envelope, or a success of the operation: nothing else, and never a fault of ours. */
  async function expectSane(operation: Operation, path: string, body?: unknown, headers?: Record<string, string>, what = ''): Promise<Answer> {
    const answer = await world.operator.call(operation.method, path, body, headers ? { headers: { 'content-type': 'application/json', ...headers } } : {});
    asked += 1;
    const about = { what: `${operation.method} ${path.slice(0, 300)} ${what}`, status: answer.status };
    if (answer.status === operation.success.status) return answer;
    expect({ ...about, refused: answer.status >= 400 && answer.status < 500 }).toEqual({ ...about, refused: true });
    expect(answer.body).toEqual({
      statusCode: answer.status, service: 'PublicApi', error: expect.any(String), correlationId: expect.stringMatching(/^[0-9a-f]{32}$/),
      validation: answer.body.validation === null ? null : { errors: expect.any(Array), warnings: [] },
      canBeRetried: expect.any(String), detailedErrorCode: 0, ...(answer.body.code ? { code: expect.any(String) } : {}),
    });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    return answer;
  }

  const reading = operations.filter(({ method }) => method === 'GET');
  const named = operations.map((operation): [string, Operation] => [`${operation.method} ${operation.path}`, operation]);
  // Lists of records are all made by one function; two of them stand for all here, and the random requests meet the others.
  const alike = ({ tag, path }: Operation) => (tag === 'Accounting data' && !/(info|invoices|bankAccounts)(\/\{recordId\})?$/.test(path)) || (tag === 'Files' && !/data\/invoices/.test(path));
  const listing = named.filter(([, operation]) => 'pageSize' in operation.query.shape && !alike(operation));
  const writing = named.filter(([, operation]) => bodyOf(operation));
  const pathSafe = (word: string) => word !== '' && !/^\.{1,2}$/.test(word);

  it.each(named.filter(([, operation]) => !alike(operation)))('are refused in every part of the path: %s', async (_, operation) => {
    for (const name of [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])) {
      for (const word of words.filter(pathSafe)) await expectSane(operation, pathOf(operation, { ...world.ids, [name]: word }), bodyOf(operation));
      // Encodings that no client would write.
      for (const text of ['%ff', '%c0%80', '%', '%zz', '%00', '%2e%2e%2f', '%u0000']) {
        await expectSane(operation, pathOf(operation, { ...world.ids, [name]: 'MARK' }).replace('MARK', text), bodyOf(operation));
      }
    }
  });

  it.each(listing)('are refused in every parameter: %s', async (_, operation) => {
    const path = pathOf(operation, world.ids);
    for (const name of Object.keys(operation.query.shape)) {
      for (const word of words) await expectSane(operation, `${path}?${name}=${encodeURIComponent(word)}`);
      for (const text of [`${name}=1&${name}=2`, `${name}[]=1`, `${name}[a]=1`, `${name}`, `${name}=%ff`, `${name}=%`, `%00=1`, `a=1;${name}=2`, '__proto__=1', '?&=&']) await expectSane(operation, `${path}?${text}`);
    }
    for (const query of queries) {
      for (const text of [encodeURIComponent(query), encodeURIComponent(encodeURIComponent(query))]) await expectSane(operation, `${path}?query=${text}`);
      await expectSane(operation, `${path}?orderBy=${encodeURIComponent(query)}`);
    }
  });

  it.each(named)('are refused with parameters that nobody knows, by name: %s', async (_, operation) => {
    if (operation.method === 'DELETE') return;
    const { status, body } = await world.operator.call(operation.method, `${pathOf(operation, world.ids)}?${queryOf(operation)}pagesize=5`, bodyOf(operation));
    expect(status).toBe(400);
    expect(body.validation.errors).toEqual([{ itemId: 'pagesize', message: expect.stringContaining('is no parameter of this operation'), validatorName: 'Invalid' }]);
  });

  it.each(writing)('are refused in every body: %s', async (_, operation) => {
    for (const body of bodies) {
      const text = JSON.stringify(body);
      await expectSane(operation, pathOf(operation, world.ids), text, {}, text.slice(0, 80));
    }
    for (const [what, text, headers] of raw) await expectSane(operation, pathOf(operation, world.ids), text, headers, what);
    const needsBody = !operation.body.safeParse(undefined).success;
    if (needsBody) expect((await world.operator.call(operation.method, pathOf(operation, world.ids))).status).toBe(400);
  });

  it('are refused whatever they are made of', async () => {
    const text = fc.oneof(fc.constantFrom(...words, ...queries), fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ maxLength: 60 }));
    const request = fc.record({ operation: fc.constantFrom(...reading), names: fc.dictionary(fc.constantFrom('page', 'pageSize', 'query', 'orderBy', 'tags', 'x'), text, { maxKeys: 4 }) });
    await fc.assert(fc.asyncProperty(request, async ({ operation, names }) => {
      const given = Object.entries(names).map(([name, value]) => `${name}=${encodeURIComponent(value.toWellFormed())}`).join('&');
      await expectSane(operation, `${pathOf(operation, world.ids)}?${given}`);
    }), { numRuns: 1_500 });
  });

  it('name a page that is out of bounds, and what would be accepted', async () => {
    for (const [name, values, accepted] of [
      ['page', ['0', '-1', '1.5', 'abc', '', '1e3', '2147483648', '0x10', ' 1'], 'must be a whole number from 1 to 2147483647'],
      ['pageSize', ['0', '-1', '5001', '1.5', 'abc', '', '٣'], 'must be a whole number from 1 to 5000'],
    ] as const) {
      for (const value of values) {
        const { status, body } = await world.operator.call('GET', `/companies?${name}=${encodeURIComponent(value)}`);
        expect({ value, status, errors: body.validation.errors }).toEqual({ value, status: 400, errors: [{ itemId: name, message: accepted, validatorName: 'Invalid' }] });
      }
    }
  });

  it('find the envelope on routes that do not exist', async () => {
    for (const [method, path] of [['GET', '/nope'], ['POST', '/nope'], ['GET', ''], ['GET', '/companies/x/y/z'], ['DELETE', '/companies'], ['PUT', '/integrations'], ['GET', '/../api/x'], ['TRACE', '/companies'], ['PROPFIND', '/companies']] as const) {
      const { status, body } = await world.operator.call(method, path);
      expect({ path, status }).toEqual({ path, status: expect.any(Number) });
      expect(status === 404 || status === 405 || status === 400).toBe(true);
      expect(body).toMatchObject({ statusCode: status, service: 'PublicApi', validation: null });
    }
  });

  it('leave everything as it was', async () => {
    expect(asked).toBeGreaterThan(3_000);
    expect((await world.operator.call('GET', `/companies/${world.ids.companyId}/data/invoices`)).body.totalResults).toBe(1);
  });
});
