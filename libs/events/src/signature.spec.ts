import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { newWebhookSecret, signedHeaders } from './signature.js';

const libraries: [string, (secret: string) => { verify(body: string, headers: Record<string, string>): unknown }][] = [
  ['standardwebhooks', (secret) => new Standard(secret)],
  ['svix', (secret) => new Svix(secret)],
];
const [secret, other] = [newWebhookSecret(), newWebhookSecret()];
const message = { id: 'msg_1', sentAt: new Date(), body: '{"name":"Zoë & Söhne 🙂"}' };

test('the documented example comes out', () => {
  const example = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAt: new Date(1_614_265_330_000), body: '{"test": 2432232314}' };
  expect(signedHeaders(example, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toEqual({
    'webhook-id': example.id, 'webhook-timestamp': '1614265330', 'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test.each(libraries)('%s accepts the current secret and the last one, and no other', (_, library) => {
  const headers = signedHeaders(message, [other, secret]);
  for (const known of [secret, other]) expect(library(known).verify(message.body, headers)).toEqual(JSON.parse(message.body));
  expect(() => library(newWebhookSecret()).verify(message.body, headers)).toThrow();
});

test.each(libraries)('%s refuses a message of which any byte was changed, and one that is old', (_, library) => {
  const plain = { ...message, body: '{"name":"Ada"}' };
  const headers = signedHeaders(plain, [secret]);
  expect(library(secret).verify(plain.body, headers)).toEqual({ name: 'Ada' });
  const bytes = Buffer.from(plain.body);
  for (let place = 0; place < bytes.length; place += 1) {
    const changed = Buffer.from(bytes);
    changed[place] ^= 1;
    expect(() => library(secret).verify(changed.toString('latin1'), headers)).toThrow();
  }
  expect(() => library(secret).verify(plain.body, { ...headers, 'webhook-id': 'msg_2' })).toThrow();
  expect(() => library(secret).verify(plain.body, signedHeaders({ ...plain, sentAt: new Date(Date.now() - 301_000) }, [secret]))).toThrow();
});
