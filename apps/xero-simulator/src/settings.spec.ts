import { readSettings, SettingsError } from './settings.js';

describe('settings', () => {
  test('are whole without any variable', () => {
    expect(readSettings({})).toMatchObject({ port: 3901, limits: true, invoices: 250, tier: 'core', redirects: 'any-loopback', stateFile: undefined });
  });

  test('list every fault together', () => {
    const faulty = { XERO_SIMULATOR_PORT: '70000', SIMULATOR_INVOICES: '-1', SIMULATOR_LIMITS: 'maybe', SIMULATOR_CLIENT_ID: 'a b', SIMULATOR_REDIRECTS: 'nowhere' };
    const read = () => readSettings(faulty);
    expect(read).toThrow(SettingsError);
    for (const name of Object.keys(faulty)) expect(read).toThrow(name);
  });

  test('take an empty value as none', () => {
    expect(readSettings({ SIMULATOR_STATE_FILE: '', SIMULATOR_TIER: '' })).toMatchObject({ stateFile: undefined, tier: 'core' });
  });

  test('take a list of exact redirects', () => {
    expect(readSettings({ SIMULATOR_REDIRECTS: 'https://a.example/x, http://localhost:1/y' }).redirects).toEqual(['https://a.example/x', 'http://localhost:1/y']);
  });
});
