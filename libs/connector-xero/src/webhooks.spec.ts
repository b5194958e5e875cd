import { createHmac } from 'node:crypto';
import { webhooks } from './webhooks.js';

const key = 'Mc2hC5XvJ1k8/signing+key==';
const organisation = 'aef86862-2015-4b6b-88bc-d89032cecc50';

const sign = (body: Buffer, by = key) => createHmac('sha256', by).update(body).digest('base64');
const event = (eventCategory: unknown, tenantId: unknown = organisation) => ({
  resourceUrl: 'https://api.xero.com/api.xro/2.0/CreditNotes/55d84274-a3da-4829-a7c0-0cab601b95cc', resourceId: '55d84274-a3da-4829-a7c0-0cab601b95cc',
  tenantId, tenantType: 'ORGANISATION', eventCategory, eventType: 'UPDATE', eventDateUtc: '2025-12-02T00:44:09.923',
});
const payload = (events: unknown) => Buffer.from(JSON.stringify({ events, firstEventSequence: 76, lastEventSequence: 76, entropy: 'FXNGWLCCGVANWHKILRUB' }));

describe('a webhook of Xero', () => {
  const body = payload([event('INVOICE')]);
  const isSigned = (signature: unknown, bytes = body) => webhooks.isSigned(bytes, { 'x-xero-signature': signature }, key);

  it('is believed when its very bytes are signed with the key of the app', () => {
    expect(isSigned(sign(body))).toBe(true);
    const probe = payload([]);
    expect(isSigned(sign(probe), probe)).toBe(true);
    expect(isSigned(sign(body), Buffer.concat([body, Buffer.from(' ')]))).toBe(false);
  });

  it('is refused without a signature, and with any character of one changed or another spelling of it', () => {
    const signature = sign(body);
    const changed = [...signature].map((character, at) => `${signature.slice(0, at)}${character === '/' ? '+' : '/'}${signature.slice(at + 1)}`);
    const others = [undefined, '', [signature, signature], sign(body, 'another key'), `${signature} `, signature.slice(0, -1), signature.replaceAll('+', '-').replaceAll('/', '_').replace('=', ''), signature.toLowerCase()];
    for (const wrong of [...changed, ...others]) expect([wrong, isSigned(wrong)]).toEqual([wrong, false]);
  });

  it('tells once which endpoints of which organisations have something new', () => {
    const events = ['INVOICE', 'Invoice', 'CONTACT', 'CREDITNOTE', 'PREPAYMENT', 'OVERPAYMENT', 'PAYMENT'].map((category) => event(category));
    expect(webhooks.changes(payload([...events, event('INVOICE', organisation.toUpperCase()), event('INVOICE', 'another')]))).toEqual([
      ...['Invoices', 'Contacts', 'CreditNotes', 'Prepayments', 'Overpayments', 'Payments'].map((source) => ({ organisationId: organisation, source })),
      { organisationId: 'another', source: 'Invoices' },
    ]);
  });

  it('tells of nothing where it asks only whether it is heard, is about subscriptions, or cannot be read', () => {
    const nothing = [payload([]), payload([event('SUBSCRIPTION'), event('constructor'), event(5), event('INVOICE', null), null, 'x']), payload('x'), Buffer.from('{'), Buffer.from('null'), Buffer.alloc(0)];
    expect(nothing.flatMap((body) => webhooks.changes(body))).toEqual([]);
  });
});
