import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type RunningSimulator, startSimulator } from '../testing/simulator.js';

interface Event { resourceUrl: string; resourceId: string; tenantId: string; eventCategory: string; eventType: string; eventDateUtc: string; data?: object }
interface Received { events: Event[]; firstEventSequence: number; lastEventSequence: number; isSigned: boolean }

describe('webhooks', () => {
  const key = 'a key of a test';
  let simulator: RunningSimulator;
  let receiver: http.Server;
  let received: Received[];
  let answer: (isSigned: boolean) => number;
  let tenantId: string;
  let url: string;

  beforeEach(async () => {
    received = [];
    answer = (isSigned) => (isSigned ? 200 : 401);
    receiver = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        const body = Buffer.concat(chunks);
        const isSigned = request.headers['x-xero-signature'] === createHmac('sha256', key).update(body).digest('base64');
        received.push({ ...JSON.parse(body.toString()) as Received, isSigned });
        response.writeHead(answer(isSigned)).end();
      });
    });
    await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/xero/app`;
    simulator = await startSimulator();
    [tenantId] = Object.keys(simulator.world.personByEmail('demo@example.com')!.roles) as [string];
    await simulator.control('POST', 'consents', { email: 'demo@example.com', scopes: 'accounting.settings.read', tenantIds: [tenantId] });
  });
  afterEach(async () => {
    await simulator.stop();
    receiver.closeAllConnections();
    await new Promise((closed) => receiver.close(closed));
  });

  const webhook = (settings: object = {}) => simulator.control('PUT', `apps/${simulator.clientId}/webhook`, { url, key, ...settings });
  const edit = (...kinds: string[]) => simulator.control<{ id: string }[]>('POST', `organisations/${tenantId}/edits`, kinds.map((kind) => ({ kind })));
  const until = async (done: () => boolean) => { while (!done()) await pause(5); };
  const events = () => received.flatMap((delivery) => delivery.events);

  test('tell the app of what changed in a connected organisation, signed, as Xero does', async () => {
    await webhook();
    const [invoice, contact] = await edit('invoice.create', 'contact.rename', 'creditNote.update', 'item.rename');
    await until(() => events().length === 3);
    expect(received).toMatchObject([{ isSigned: true, firstEventSequence: 1, lastEventSequence: 3 }]);
    expect(events()).toMatchObject([
      { eventCategory: 'INVOICE', eventType: 'CREATE', resourceId: invoice.id, resourceUrl: `https://api.xero.com/api.xro/2.0/Invoices/${invoice.id}`, tenantId, tenantType: 'ORGANISATION' },
      { eventCategory: 'CONTACT', eventType: 'UPDATE', resourceId: contact.id },
      { eventCategory: 'CREDITNOTE', data: { Type: expect.stringMatching(/^ACC(REC|PAY)CREDIT$/), Status: expect.any(String) } },
    ]);
    expect(events()[0].eventDateUtc).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/);
    expect(Object.keys(received[0]).sort()).toEqual(['entropy', 'events', 'firstEventSequence', 'isSigned', 'lastEventSequence']);
  });

  test('say nothing of organisations that are not connected, and of changes without a stamp', async () => {
    await webhook();
    const [other] = Object.keys(simulator.world.personByEmail('accountant@example.com')!.roles);
    await simulator.control('POST', `organisations/${other}/edits`, { kind: 'invoice.create' });
    await simulator.control('POST', `organisations/${tenantId}/edits`, { kind: 'invoice.redate', stamped: false });
    await edit('contact.rename');
    await until(() => events().length > 0);
    expect(events().map(({ eventCategory }) => eventCategory)).toEqual(['CONTACT']);
  });

  test('check the intent to receive with signatures that are right and wrong', async () => {
    await webhook();
    expect(await simulator.control('POST', `apps/${simulator.clientId}/webhook/intent`)).toMatchObject({ passed: true });
    expect(received.map(({ isSigned, firstEventSequence, lastEventSequence, events: { length } }) => [isSigned, firstEventSequence, lastEventSequence, length])).toEqual([[true, 0, 0, 0], [false, 0, 0, 0], [true, 0, 0, 0], [false, 0, 0, 0]]);
    answer = () => 200;
    expect(await simulator.control('POST', `apps/${simulator.clientId}/webhook/intent`)).toMatchObject({ passed: false });
  });

  test('come twice and one by one when they are ordered so', async () => {
    await webhook({ doubled: true, shuffled: true });
    await edit('invoice.create', 'contact.rename', 'contact.create');
    await until(() => received.length === 6);
    expect(received.map(({ firstEventSequence }) => firstEventSequence).sort()).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('are sent again at once, then after a quarter of an hour, and after a day of refusals wait until the intent was checked', async () => {
    await webhook();
    answer = () => 503;
    await edit('invoice.create');
    await until(() => received.length === 2);
    await simulator.control('POST', 'clock', { advanceSeconds: 15 * 60 });
    await until(() => received.length === 3);
    await simulator.control('POST', 'clock', { advanceSeconds: 24 * 3600 });
    await until(() => received.length === 4);
    await edit('contact.rename');
    await simulator.control('POST', 'clock', { advanceSeconds: 3600 });
    await pause(300);
    expect(received).toHaveLength(4);
    answer = (isSigned) => (isSigned ? 200 : 401);
    await simulator.control('POST', `apps/${simulator.clientId}/webhook/intent`);
    await until(() => received.length === 10);
    expect(received.slice(8).map(({ firstEventSequence }) => firstEventSequence)).toEqual([1, 2]);
  });

  test('come as a flood, half of it forged', async () => {
    await webhook();
    const result = await simulator.control('POST', `apps/${simulator.clientId}/webhook/flood`, { perSecond: 100, seconds: 1, tenantIds: [tenantId] });
    expect(result).toMatchObject({ sent: 100, signed: { 200: 50 }, lastAccepted: { [tenantId]: expect.any(String) } });
    expect(received.filter(({ isSigned }) => !isSigned).length).toBe(25);
    expect(received).toHaveLength(100);
  });
});
