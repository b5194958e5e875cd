import { classify, classifyToken } from './errors.js';

const answer = (status: number, body: unknown = undefined, headers: Record<string, string> = {}) => ({ status, body, headers, bytes: 0 });
const problem = (status: number, detail: string) => ({ Type: null, Title: 'x', Status: status, Detail: detail, Instance: 'i', Extensions: {} });
const html = '<html><body><h1>Service</h1> unavailable</body></html>';

test.each([
  [200, { Invoices: [] }],
  [204, undefined],
  [200, '<Response/>'],
])('%d with %p is good', (status, body) => {
  expect(classify(answer(status, body))).toBeNull();
});

test('JSON that was cut off is unreadable and heals', () => {
  expect(classify(answer(200, '{"Invoices":[', { 'content-type': 'application/json' }))).toMatchObject({ kind: 'unavailable', reason: 'unreadable' });
});

test.each([
  [401, problem(401, 'TokenExpired: token expired at 03/03/2020 09:46:07'), 'reconnect', 'tokenExpired'],
  [401, problem(401, 'AuthorizationUnsuccessful'), 'rejected', 'missingScope'],
  [401, { detail: 'authorizationunsuccessful' }, 'rejected', 'missingScope'],
  [401, problem(401, 'AuthenticationUnsuccessful'), 'reconnect', 'notConnected'],
  [401, html, 'reconnect', 'tokenExpired'],
  [403, problem(403, 'AuthenticationUnsuccessful'), 'reconnect', 'notConnected'],
  [403, { title: 'Forbidden', detail: 'AuthenticationUnsuccessful' }, 'reconnect', 'notConnected'],
  [403, { Message: 'You are not permitted to access this resource without the reporting role' }, 'rejected', 'missingRole'],
  [403, undefined, 'reconnect', 'notConnected'],
  [400, { ErrorNumber: 51, Type: 'HighVolumeException', Message: 'x' }, 'rejected', 'invalidRequest'],
  [404, 'The resource you are looking for cannot be found', 'rejected', 'notFound'],
  [412, undefined, 'rejected', 'invalidRequest'],
  [501, undefined, 'rejected', 'invalidRequest'],
  [500, problem(500, 'An error occurred in Xero'), 'unavailable', 'platformFault'],
  [502, html, 'unavailable', 'platformFault'],
  [504, undefined, 'unavailable', 'platformFault'],
  [503, 'The Xero API is currently offline for maintenance', 'unavailable', 'platformOffline'],
  [302, undefined, 'unexpected', 'unknown'],
])('%d %j means %s, %s', (status, body, kind, reason) => {
  expect(classify(answer(status, body))).toMatchObject({ kind, reason, status });
});

test('an organisation that is offline is tried again after some minutes', () => {
  expect(classify(answer(503, 'The Organisation is offline'))).toMatchObject({ reason: 'organisationOffline', retryAfterSeconds: 300 });
});

test.each([
  ['Minute', '12', 'minuteLimit', 12],
  ['day', '66975', 'dayLimit', 66975],
  ['concurrent', undefined, 'concurrentLimit', undefined],
  ['AppMinute', '5', 'appMinuteLimit', 5],
  ['app-minute', '5', 'appMinuteLimit', 5],
  [undefined, undefined, 'otherLimit', undefined],
  ['day', 'soon', 'dayLimit', undefined],
  ['day', '999999999', 'dayLimit', 172800],
])('429 for %s with Retry-After %s', (limit, retryAfter, reason, seconds) => {
  const headers = { ...(limit && { 'x-rate-limit-problem': limit }), ...(retryAfter && { 'retry-after': retryAfter }) };
  expect(classify(answer(429, undefined, headers))).toMatchObject({ kind: 'throttled', reason, retryAfterSeconds: seconds });
});

test('the words of validation errors and the correlation id are kept', () => {
  const body = { Message: 'A validation exception occurred', Elements: [{ ValidationErrors: [{ Message: 'Account code is missing.' }, { Message: 'Date is locked.' }] }, {}] };
  expect(classify(answer(400, body, { 'xero-correlation-id': 'c-1' }))).toMatchObject({
    detail: 'Account code is missing. Date is locked.', correlationId: 'c-1',
  });
});

test('validation errors are told one by one, each once', () => {
  const errors = (...messages: unknown[]) => ({ ValidationErrors: messages.map((Message) => ({ Message })) });
  const body = { ErrorNumber: 10, Type: 'ValidationException', Message: 'A validation exception occurred', Elements: [errors('Account code is missing.', 'Date is\u0000 locked.'), errors('Account code is missing.', 7), null] };
  expect(classify(answer(400, body))?.messages).toEqual(['Account code is missing.', 'Date is locked.']);
  expect(classify(answer(400, { Message: 'Malformed' }))?.messages).toBeUndefined();
});

test('a page of HTML becomes one short line', () => {
  expect(classify(answer(500, html))?.detail).toBe('Service unavailable');
  expect(classify(answer(500, 'x'.repeat(9000)))?.detail).toHaveLength(500);
  expect(classify(answer(500, 'a\u0000b\r\nc\u0007'))?.detail).toBe('a b c');
  expect(classify(answer(500))?.detail).toBeUndefined();
});

test.each([
  [400, { error: 'invalid_grant' }, 'reconnect', 'grantDead'],
  [400, { error: 'invalid_client' }, 'rejected', 'badCredentials'],
  [400, { error: 'invalid_scope' }, 'rejected', 'missingScope'],
  [401, undefined, 'rejected', 'badCredentials'],
  [429, undefined, 'throttled', 'otherLimit'],
  [503, html, 'unavailable', 'platformFault'],
  [400, { error: 'invalid_request' }, 'unexpected', 'unknown'],
  [200, 'not JSON', 'unavailable', 'unreadable'],
])('the token endpoint answers %d %j: %s, %s', (status, body, kind, reason) => {
  expect(classifyToken(answer(status, body))).toMatchObject({ kind, reason });
});

test('tokens are a good answer', () => {
  expect(classifyToken(answer(200, { access_token: 'a' }))).toBeNull();
});
