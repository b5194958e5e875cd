import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { newId } from '#platform/ids';
import { Vault } from '#vault/vault';
import { testRootKey } from '#test/database';
import { OperatorClient } from '#test/operator-client';
import { type RunningPlatform, simulatorApp, startPlatform } from '#test/processes';

/** Everything that the main job leaves behind, searched for what must not be in it. */
describe('after the main job', () => {
  let platform: RunningPlatform;
  let admin: pg.Client;
  const secrets = new Map<string, string>();
  const answers: string[] = [];

  beforeAll(async () => {
    platform = await startPlatform({ env: { LOG_LEVEL: 'trace' } });
    admin = new pg.Client({ connectionString: platform.adminUrl });
    await admin.connect();
    const operator = await OperatorClient.signedIn(platform);
    await operator.enableXero('core');
    const company = await operator.createCompany('Secrets');
    const connectionId = await operator.link(company.id);
    await operator.untilPulled(company.id);
    // A refused request and a broken one are logged too.
    const refused: RequestInit[] = [{ headers: { authorization: `Basic ${Buffer.from(`${platform.apiKey}x`).toString('base64')}` } }, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }];
    for (const init of refused) {
      answers.push(await (await fetch(`${platform.portalUrl}/api/companies`, init)).text());
    }
    for (const url of [`/api/companies/${company.id}`, `/api/companies/${company.id}/connections/${connectionId}`, '/api/integrations/gbol', `/api/companies/${company.id}/data/history`]) {
      answers.push(JSON.stringify(await operator.api('GET', url.slice('/api'.length))));
    }
    for (const url of ['/portal/api/integrations', '/portal/api/integrations/gbol', '/portal/api/session']) {
      answers.push(JSON.stringify(await operator.session.call('GET', `${platform.portalUrl}${url}`)));
    }
    const { rows: [grant] } = await admin.query<{ operator_id: string; id: string; tokens: Buffer }>('select operator_id, id, tokens from token_grant');
    const tokens = JSON.parse(new Vault([testRootKey]).open(grant.tokens, { operatorId: grant.operator_id, table: 'token_grant', column: 'tokens', rowId: grant.id })) as Record<string, unknown>;
    secrets.set('root key', testRootKey).set('client secret', simulatorApp.clientSecret).set('API key', platform.apiKey).set('password', platform.admin.password);
    for (const [name, value] of Object.entries(tokens)) {
      if (typeof value === 'string' && value.length >= 20 && !/^\d{4}-/.test(value)) secrets.set(name, value);
    }
  }, 120_000);

  afterAll(async () => {
    await admin?.end();
    await platform?.stop();
  });

  const found = (text: string) => [...secrets].filter(([, secret]) => [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').replace(/=+$/, '')].some((form) => text.includes(form))).map(([name]) => name);

  it('knows the tokens that it searches for', () => {
    expect(secrets.size).toBeGreaterThanOrEqual(6);
    expect(found(`x ${simulatorApp.clientSecret} y`)).toEqual(['client secret']);
  });

  it('no log holds a secret', async () => {
    const logs = (await readdir(platform.logs)).filter((name) => name.endsWith('.log') && !name.startsWith('xero-simulator'));
    expect(logs.length).toBeGreaterThanOrEqual(2);
    for (const name of logs) expect([name, found(await readFile(path.join(platform.logs, name), 'utf8'))]).toEqual([name, []]);
  });

  it('no answer holds a secret', () => {
    expect(answers.flatMap(found)).toEqual([]);
  });

  it('no table holds a secret that could be read, jobs included', async () => {
    const { rows: tables } = await admin.query<{ name: string }>(`
      select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`);
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const { rows } = await admin.query<{ text: string | null }>(`select string_agg(t::text, E'\\n') as text from ${name} t`);
      expect([name, found(rows[0]?.text ?? '')]).toEqual([name, []]);
    }
  });

  it('another operator sees no row of any table, without any filter of ours', async () => {
    const { rows: tables } = await admin.query<{ name: string; filled: boolean }>(`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      where c.relkind in ('r', 'p') and not c.relispartition and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'operator_id')`);
    const app = new pg.Client({ connectionString: platform.appUrl });
    await app.connect();
    let filled = 0;
    try {
      for (const { name } of tables) {
        const everything = await admin.query(`select 1 from ${name} limit 1`);
        filled += everything.rowCount ?? 0;
        for (const operator of ['', newId()]) {
          await app.query(`begin; set local app.operator = '${operator}'`);
          const seen = await app.query(`select 1 from ${name} limit 1`);
          await app.query('commit');
          expect([name, operator, seen.rowCount]).toEqual([name, operator, 0]);
        }
      }
    } finally {
      await app.end();
    }
    expect(filled).toBeGreaterThanOrEqual(12);
  });
});
