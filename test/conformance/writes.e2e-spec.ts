import { setTimeout as pause } from 'node:timers/promises';
import type { CodatAccounting } from '@codat/accounting';
import { codatAccounting, getWithSdk, type ListRequest } from '#test/codat-sdks';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, startPlatform } from '#test/processes';

interface Push {
  pushOperationKey: string;
  status: string;
  errorMessage?: string;
  changes: { type: string; recordRef: { id: string; dataType: string } }[];
}

/** What the simulator says of a write that it did. */
interface Effect {
  sent: Record<string, unknown>;
}

/** What Codat's accounting SDK writes, over running processes into the simulator's books and back. */
describe('@codat/accounting', () => {
  let platform: RunningPlatform;
  let operator: OperatorClient;
  let sdk: CodatAccounting;
  let place: ListRequest;

  beforeAll(async () => {
    platform = await startPlatform({ simulator: { SIMULATOR_INVOICES: '50', SIMULATOR_LIMITS: 'off' } });
    operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('core', { writes: true });
    const { id: companyId } = await operator.createCompany('Writer');
    sdk = codatAccounting(platform.portalUrl, platform.apiKey);
    place = { companyId, connectionId: await operator.link(companyId) };
    await operator.untilPulled(companyId);
  }, 180_000);

  afterAll(() => platform?.stop(), 60_000);

  /** The record that a push made, once it succeeded. */
  async function made(answer: object): Promise<string> {
    const { pushOperationKey } = Object.values(answer).find((value: Partial<Push> | undefined) => value?.pushOperationKey !== undefined) as Push;
    for (;;) {
      const push = await operator.api<Push>('GET', `/companies/${place.companyId}/push/${pushOperationKey}`);
      if (push.status === 'Success') return push.changes[0].recordRef.id;
      if (push.status === 'Failed') throw new Error(JSON.stringify(push));
      await pause(50);
    }
  }

  async function effects(list: string): Promise<Effect[]> {
    const [{ tenantId }] = await (await fetch(`${platform.simulatorUrl}/simulator/connections`)).json() as { tenantId: string }[];
    const response = await fetch(`${platform.simulatorUrl}/simulator/organisations/${tenantId}/writes?list=${list}`);
    return await response.json() as Effect[];
  }

  const content = (document: Record<string, unknown> | undefined) => ({ ...document, modifiedDate: null, sourceModifiedDate: null });

  it('makes a contact and a draft invoice for it, each once and as given, served at once and unchanged by the next pull', async () => {
    const customer = {
      customerName: 'Written Ltd', contactName: 'Ada Byron', emailAddress: 'ada@written.example', phone: '44 20 71234567', status: 'Active', taxNumber: 'GB123',
      addresses: [{ type: 'Billing', line1: '1 Pen Street', city: 'London', postalCode: 'N1 1AA', country: 'United Kingdom' }],
    };
    const customerId = await made(await sdk.customers.create({ ...place, customer: customer as never }));
    expect(await getWithSdk(sdk, 'customers', place, customerId)).toMatchObject({ ...customer, id: customerId, addresses: [expect.objectContaining(customer.addresses[0])] });

    const invoice = {
      invoiceNumber: 'WRITTEN-1', customerRef: { id: customerId }, issueDate: '2026-11-20T00:00:00', dueDate: '2026-12-20T00:00:00', status: 'Draft', currency: 'GBP',
      lineItems: [{ description: 'Ink', quantity: 3, unitAmount: 12.5 }, { description: 'Paper', quantity: 2, unitAmount: 4.25 }],
    };
    const invoiceId = await made(await sdk.invoices.create({ ...place, invoice: invoice as never }));
    const served = await getWithSdk(sdk, 'invoices', place, invoiceId);
    expect(served).toMatchObject({ invoiceNumber: 'WRITTEN-1', status: 'Draft', currency: 'GBP', customerRef: { id: customerId, companyName: 'Written Ltd' }, subTotal: 46 });
    expect((served as unknown as typeof invoice).lineItems.map(({ description, quantity, unitAmount }) => ({ description, quantity, unitAmount }))).toEqual(invoice.lineItems);

    const [contacts, invoices] = [await effects('Contacts'), await effects('Invoices')];
    expect([contacts.length, invoices.length]).toEqual([1, 1]);
    expect(contacts[0].sent).toMatchObject({ Name: 'Written Ltd', FirstName: 'Ada', LastName: 'Byron', EmailAddress: 'ada@written.example', TaxNumber: 'GB123', Addresses: [{ AddressType: 'POBOX', AddressLine1: '1 Pen Street', City: 'London' }] });
    expect(invoices[0].sent).toMatchObject({ Type: 'ACCREC', InvoiceNumber: 'WRITTEN-1', Status: 'DRAFT', Contact: { ContactID: customerId }, LineItems: [{ Description: 'Ink', Quantity: 3, UnitAmount: 12.5 }, { Description: 'Paper', Quantity: 2, UnitAmount: 4.25 }] });

    const before = { customer: await getWithSdk(sdk, 'customers', place, customerId), invoice: await getWithSdk(sdk, 'invoices', place, invoiceId) };
    await operator.api('POST', `/companies/${place.companyId}/data/all`);
    await operator.untilPulled(place.companyId);
    expect(content(await getWithSdk(sdk, 'customers', place, customerId))).toEqual(content(before.customer));
    expect(content(await getWithSdk(sdk, 'invoices', place, invoiceId))).toEqual(content(before.invoice));
  });
});
