import { supportedDataTypes } from '#accounting/data-types';
import { xero } from './xero.js';

describe('scopes', () => {
  test('are the granular ones that the data types need, with what they name', () => {
    expect(xero.auth.scopes(['taxRates'])).toEqual(['openid', 'profile', 'email', 'offline_access', 'accounting.settings.read']);
    expect(xero.auth.scopes(['customers'])).toEqual(['openid', 'profile', 'email', 'offline_access', 'accounting.attachments.read', 'accounting.contacts.read']);
    expect(xero.auth.scopes(['invoices'])).toEqual([
      'openid', 'profile', 'email', 'offline_access', 'accounting.attachments.read', 'accounting.contacts.read', 'accounting.invoices.read', 'accounting.payments.read',
      'accounting.reports.trialbalance.read', 'accounting.settings.read',
    ]);
    expect(xero.auth.scopes(['profitAndLoss'])).toEqual([
      'openid', 'profile', 'email', 'offline_access', 'accounting.reports.profitandloss.read', 'accounting.reports.trialbalance.read', 'accounting.settings.read',
    ]);
  });

  test('name the journals of the ledger only for an app that may read them: Xero refuses the whole consent otherwise', () => {
    expect(xero.auth.scopes(supportedDataTypes)).not.toContain('accounting.journals.read');
    expect(xero.auth.scopes(supportedDataTypes, { tierKey: 'plus', journals: true, writes: false })).not.toContain('accounting.journals.read');
    expect(xero.auth.scopes(supportedDataTypes, { tierKey: 'advanced', journals: false, writes: false })).not.toContain('accounting.journals.read');
    expect(xero.auth.scopes(supportedDataTypes, { tierKey: 'advanced', journals: true, writes: false })).toEqual(expect.arrayContaining(['accounting.journals.read', 'accounting.manualjournals.read']));
  });

  test('are the wider ones in place of those for reading where consumers may write, and only of what they may write', () => {
    const rights = { tierKey: 'core', journals: false, writes: true };
    expect(xero.auth.scopes(['invoices'], rights)).toEqual(expect.arrayContaining(['accounting.contacts.read', 'accounting.invoices', 'accounting.settings.read']));
    const all = xero.auth.scopes(supportedDataTypes, rights);
    expect(all.filter((scope) => all.includes(`${scope}.read`))).toEqual([]);
    expect(all).toEqual(expect.arrayContaining(xero.writes.flatMap(({ scopes }) => scopes)));
    expect(xero.auth.scopes(supportedDataTypes, { ...rights, writes: false }).filter((scope) => scope.startsWith('accounting') && !scope.endsWith('.read'))).toEqual([]);
  });
});

describe('identity', () => {
  test('is read from the access token', () => {
    expect(xero.auth.identity({ xero_userid: 'u', authentication_event_id: 'e' })).toEqual({ userKey: 'u', consentId: 'e' });
    expect(xero.auth.identity({ xero_userid: 'u' })).toEqual({ userKey: 'u', consentId: undefined });
    expect(() => xero.auth.identity({})).toThrow('xero_userid is missing');
  });
});
