import { supportedDataTypes } from '#accounting/data-types';
import type { CodatPlatform } from '@codat/platform';
import { DataConnectionStatus } from '@codat/platform/sdk/models/shared/index.js';
import { Browser } from '../../apps/launcher/src/browser.js';
import { codatPlatform } from '#test/codat-sdks';
import { allowAccessAt } from '#test/consent';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';
import { setTimeout as pause } from 'node:timers/promises';

/** The consumer's part of the main path, walked with Codat's own SDK as its users have it. */
describe('@codat/platform', () => {
  let platform: RunningPlatform;
  let sdk: CodatPlatform;
  let companyId: string;
  let connectionId: string;

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '40', SIMULATOR_LIMITS: 'off' } });
    await (await OperatorClient.signedIn(platform)).enableXero('core');
    sdk = codatPlatform(platform.portalUrl, platform.apiKey);
  }, 180_000);

  afterAll(() => platform?.stop(), 60_000);

  const untilEnded = async (id: string) => {
    for (;;) {
      const operation = await sdk.refreshData.getPullOperation({ companyId, datasetId: id });
      if (operation.isCompleted || operation.isErrored) return operation;
      await pause(200);
    }
  };

  it('lists the integrations that are enabled, with what they can do', async () => {
    const { results, totalResults } = await sdk.integrations.list({ query: 'sourceType=Accounting&&enabled=true' });
    expect(totalResults).toBe(1);
    expect(results?.[0]).toMatchObject({ key: 'gbol', name: 'Xero', enabled: true });
    expect(results?.[0].datatypeFeatures?.find(({ dataType }) => dataType === 'invoices')?.supportedFeatures.map(({ featureType }) => featureType)).toEqual(['Get', 'GetAttachments', 'GetAttachment', 'DownloadAttachment', 'GetAsPdf', 'Post', 'Put', 'Delete', 'UploadAttachment']);
    expect(await sdk.integrations.get({ platformKey: 'gbol' })).toMatchObject({ sourceType: 'Accounting' });
    const logo = await fetch(results![0].logoUrl);
    expect([logo.status, logo.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);
  });

  it('creates, replaces, updates and lists companies', async () => {
    const company = await sdk.companies.create({ name: 'Toft (stores) Ltd', description: 'first', tags: { region: 'uk' } });
    companyId = company.id;
    expect(company).toMatchObject({ name: 'Toft stores Ltd', description: 'first', tags: { region: 'uk' }, dataConnections: [] });
    const replaced = await sdk.companies.replace({ companyId, companyRequestBody: { name: 'Toft' } });
    expect([replaced.name, replaced.description]).toEqual(['Toft', undefined]);
    const updated = await sdk.companies.update({ companyId, companyUpdateRequest: { tags: { region: 'fr' } } });
    expect(updated).toMatchObject({ name: 'Toft' });
    const { results } = await sdk.companies.list({ query: 'name=toft' });
    expect(results?.map(({ id }) => id)).toEqual([companyId]);
    expect(await sdk.companies.get({ companyId })).toEqual(results![0]);
  });

  it('creates a connection whose person links it at the accounting software', async () => {
    const created = await sdk.connections.create({ companyId, requestBody: { platformKey: 'gbol' } });
    connectionId = created.id;
    expect(created).toMatchObject({ status: 'PendingAuth', integrationKey: 'gbol', platformName: 'Xero' });
    expect((await sdk.companies.list({ query: 'dataConnections.status=PendingAuth' })).totalResults).toBe(1);
    await allowAccessAt(new Browser(), created.linkUrl);
    const linked = await sdk.connections.get({ companyId, connectionId });
    expect(linked).toMatchObject({ status: 'Linked', connectionInfo: { organisationName: 'Demo Company (UK)' } });
    expect((await sdk.connections.list({ companyId })).results?.map(({ id }) => id)).toEqual([connectionId]);
  }, 60_000);

  it('follows the first pull to its end in history and status', async () => {
    const first = await sdk.refreshData.listPullOperations({ companyId, pageSize: 50 });
    expect(first.totalResults).toBe(supportedDataTypes.length);
    for (const { id } of first.results ?? []) expect(await untilEnded(id)).toMatchObject({ status: 'Complete', progress: 100 });
    const statuses = Object.values(await sdk.refreshData.get({ companyId }));
    expect(statuses.length).toBe(supportedDataTypes.length);
    for (const status of statuses) expect(status).toMatchObject({ currentStatus: 'Complete', lastSuccessfulSync: expect.any(String) });
    expect((await sdk.companies.get({ companyId })).lastSync).toBeDefined();
  }, 120_000);

  it('refreshes one data type and everything', async () => {
    const one = await sdk.refreshData.byDataType({ companyId, dataType: 'invoices', connectionId });
    expect(await untilEnded(one.id)).toMatchObject({ dataType: 'invoices', status: 'Complete' });
    await sdk.refreshData.all({ companyId });
    const { results, totalResults } = await sdk.refreshData.listPullOperations({ companyId, pageSize: supportedDataTypes.length, orderBy: '-requested' });
    expect(totalResults).toBe(2 * supportedDataTypes.length + 1);
    for (const { id } of results ?? []) expect(await untilEnded(id)).toMatchObject({ status: 'Complete' });
  }, 120_000);

  it('supplies records with values of the source, and lists records of a type of its own', async () => {
    const which = { platformKey: 'gbol', dataType: 'invoices' as const };
    const supplementalDataConfig = { extra: { dataSource: '/Invoices', pullData: { theme: 'BrandingThemeID', number: 'InvoiceNumber' } } };
    await sdk.supplementalData.configure({ ...which, supplementalDataConfiguration: { supplementalDataConfig } });
    expect(await sdk.supplementalData.getConfiguration(which)).toEqual({ supplementalDataConfig });
    const invoice = async () => (await (await fetch(`${platform.portalUrl}/api/companies/${companyId}/data/invoices?pageSize=1`, { headers: { authorization: `Basic ${Buffer.from(platform.apiKey).toString('base64')}` } })).json() as { results: { invoiceNumber: string; supplementalData?: { content: object } }[] }).results[0];
    while ((await invoice()).supplementalData === undefined) await pause(200);
    const { invoiceNumber, supplementalData } = await invoice();
    expect(supplementalData?.content).toMatchObject({ extra: { number: invoiceNumber } });
    const type = { platformKey: 'gbol', customDataIdentifier: 'mine' };
    const configuration = { dataSource: '/api.xro/2.0/Invoices', requiredData: { number: '$.InvoiceNumber', lines: '$.LineItems[*]' }, keyBy: ['$.InvoiceID'] };
    expect(await sdk.customDataType.configure({ ...type, customDataTypeConfiguration: configuration })).toEqual(configuration);
    await sdk.customDataType.getConfiguration(type);
    const { id } = await sdk.customDataType.refresh({ companyId, connectionId, customDataIdentifier: 'mine' });
    expect(await untilEnded(id)).toMatchObject({ status: 'Complete' });
    const { results, totalResults } = await sdk.customDataType.list({ companyId, connectionId, customDataIdentifier: 'mine', pageSize: 5 });
    const served = async (list: string) => (await fetch(`${platform.portalUrl}/api/companies/${companyId}/data/${list}?pageSize=1&query=${encodeURIComponent('metadata.isDeleted!=true')}`, { headers: { authorization: `Basic ${Buffer.from(platform.apiKey).toString('base64')}` } })).json() as Promise<{ totalResults: number }>;
    expect([results?.length, totalResults]).toEqual([5, (await served('invoices')).totalResults + (await served('bills')).totalResults]);
    expect(results?.[0]).toMatchObject({ id: expect.any(String), modifiedDate: { modifiedDate: expect.stringMatching(/Z$/) } });
  }, 60_000);

  it('reads and sets how often what is pulled', async () => {
    const { clientId, settings } = await sdk.settings.getSyncSettings();
    const daily = settings!.find(({ dataType }) => dataType === 'invoices')!;
    await sdk.settings.updateSyncSettings({ clientId: clientId!, settings: [{ ...daily, syncSchedule: 168 }], overridesDefaults: false });
    const before = await sdk.companies.getCompanySyncSettings({ companyId });
    expect([before.overridesDefaults, before.settings?.length]).toEqual([false, supportedDataTypes.length]);
    await sdk.companies.setCompanySyncSettings({ companyId, requestBody: { companyId, settings: [{ ...daily, syncSchedule: 1 }], overridesDefaults: true } });
    const after = await sdk.companies.getCompanySyncSettings({ companyId });
    expect([after.overridesDefaults, after.settings?.find(({ dataType }) => dataType === 'invoices')]).toEqual([true, { ...daily, syncSchedule: 1 }]);
  });

  it('gets refusals as errors with the reason', async () => {
    await expect(sdk.companies.get({ companyId: connectionId })).rejects.toMatchObject({ statusCode: 404, error: `No company was found with ID ${connectionId}` });
    await expect(sdk.companies.list({ query: 'a' })).rejects.toMatchObject({ statusCode: 400, error: 'Error parsing query - Malformed query.', canBeRetried: 'False' });
    await expect(codatPlatform(platform.portalUrl, 'a-key-that-nobody-has').companies.list({})).rejects.toMatchObject({ statusCode: 401 });
  });

  it('unlinks the connection, deletes it and the company', async () => {
    expect(await sdk.connections.unlink({ companyId, connectionId, updateConnectionStatus: { status: DataConnectionStatus.Unlinked } })).toMatchObject({ status: 'Unlinked' });
    await sdk.connections.delete({ companyId, connectionId });
    await expect(sdk.connections.get({ companyId, connectionId })).rejects.toMatchObject({ statusCode: 404, error: `Data connection ${connectionId} not found` });
    await sdk.companies.delete({ companyId });
    await expect(sdk.companies.get({ companyId })).rejects.toMatchObject({ statusCode: 404 });
  });
});
