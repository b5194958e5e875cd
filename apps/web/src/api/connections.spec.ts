import { type Connection, openFaults } from './connections.js';

const fault = (erroredOnUtc: string) => ({ statusCode: '403', errorMessage: 'No access.', erroredOnUtc });

const connection = (parts: Partial<Connection>): Connection => ({
  id: 'c',
  integrationKey: 'gbol',
  platformName: 'Xero',
  linkUrl: 'http://localhost/link',
  status: 'Linked',
  created: '2026-01-01T00:00:00Z',
  sourceType: 'Accounting',
  ...parts,
});

describe('the faults shown on a connection', () => {
  test('are over once a linked connection has synced after them', () => {
    const dataConnectionErrors = [fault('2026-03-02T00:00:00Z'), fault('2026-02-01T00:00:00Z')];
    const open = openFaults(connection({ dataConnectionErrors, lastSync: '2026-03-01T00:00:00Z' }));
    expect(open).toEqual([dataConnectionErrors[0]]);
  });

  test('stay on a connection that is no longer linked', () => {
    const dataConnectionErrors = [fault('2026-02-01T00:00:00Z')];
    const open = openFaults(connection({ status: 'Deauthorized', dataConnectionErrors, lastSync: '2026-03-01T00:00:00Z' }));
    expect(open).toEqual(dataConnectionErrors);
  });
});
