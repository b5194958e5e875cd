import { setTimeout as pause } from 'node:timers/promises';
import { CallBudget, type Caller, type Ticket } from '#calls/call-budget';
import { ConnectorError } from '#connector-kit/errors';
import { HttpCaller } from '#connector-kit/http-caller';
import { connectorOf } from '#connectors/registry';
import { createDataSource } from '#database/data-source';
import { createSqlPool } from '#database/sql-pool';
import { Tenants } from '#database/tenant';
import { newId } from '#platform/ids';
import { startPlatform } from '#test/processes';
import { rounded } from './measure.js';

/** Xero's own windows and limits; only the app's minute is smaller, so that twenty organisations can want more than it has. */
const limits = { concurrent: 5, perMinute: 60, perDay: 5_000, perMinuteOfApp: 400 };
const minutes = 4;
const callersEach = 3;

interface Use { calls: number; refused: Record<string, number>; early: number }
type Usage = Record<string, Use & { organisations: Record<string, Use> }>;

/**
 * Pulls that always want more, over the real minutes of a platform that counts: one app with ten organisations that share
 * its minute, and one with four that have a minute of their own each. What is told is of the minutes after the first.
 */
export async function benchLimits(): Promise<Record<string, unknown>> {
  const platform = await startPlatform({ workers: 0, simulator: { SIMULATOR_INVOICES: '0' } });
  const dataSource = await createDataSource({ url: platform.appUrl }).initialize();
  const pool = createSqlPool({ url: platform.appUrl });
  const http = new HttpCaller({ baseUrl: platform.simulatorUrl });
  try {
    const control = async <T>(method: string, path: string, body?: object): Promise<T> => {
      const response = await fetch(`${platform.simulatorUrl}/simulator/${path}`, { method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
      return await response.json() as T;
    };
    await control('POST', 'limits', { perAppMinute: limits.perMinuteOfApp });
    const budget = new CallBudget(new Tenants(dataSource, pool));
    const began = performance.now();
    const working = async (clientId: string, organisations: number) => {
      await control('POST', 'apps', { clientId, clientSecret: 'a-secret-of-a-bench-00000000000000000000000' });
      const email = `${clientId}@example.com`;
      await control('POST', 'people', { email, password: 'demo' });
      const tenantIds: string[] = [];
      for (let number = 0; number < organisations; number += 1) tenantIds.push((await control<{ tenantId: string }>('POST', 'organisations', { name: `${clientId} ${number}`, invoices: 0, email })).tenantId);
      const { access_token: token } = await control<{ access_token: string }>('POST', 'consents', { clientId, email, tenantIds, scopes: 'offline_access accounting.settings.read' });
      const app = { operatorId: newId(), appId: newId(), limits, lifted: null, purpose: 'pull' as const };
      await Promise.all(tenantIds.flatMap((organisationId) => Array.from({ length: callersEach }, () => work({ ...app, organisationId }, token))));
    };
    const work = async (who: Caller, token: string) => {
      while (performance.now() - began < (minutes + 1) * 60_000) {
        let ticket: Ticket;
        try {
          ticket = await budget.take(who);
        } catch (error) {
          if (!(error instanceof ConnectorError)) throw error;
          await pause((error.retryAfterSeconds ?? 1) * 1000);
          continue;
        }
        const connector = connectorOf('gbol');
        const answer = await http.send({ method: 'GET', path: '/api.xro/2.0/Organisation', headers: { authorization: `Bearer ${token}`, [connector.organisationHeader]: who.organisationId! } });
        const failure = connector.classify(answer);
        await ticket.finish({ bytes: answer.bytes, remaining: connector.remaining(answer), ...(failure && { throttled: failure }) });
      }
    };
    const all = Promise.all([working('shared-minute', 10), working('own-minutes', 4)]);
    await pause(Math.max(0, 60_000 - (performance.now() - began)));
    const before = await control<Usage>('GET', 'usage');
    await pause(minutes * 60_000);
    const after = await control<Usage>('GET', 'usage');
    await all;
    return Object.fromEntries([['shared-minute', limits.perMinuteOfApp], ['own-minutes', 4 * limits.perMinute]].map(([name, perMinute]) => {
      const each = Object.entries(after[name].organisations).map(([id, { calls }]) => (calls - before[name].organisations[id].calls) / minutes);
      const calls = after[name].calls - before[name].calls;
      return [name, {
        usedOfAllowance: rounded(calls / (Number(perMinute) * minutes), 3), callsPerMinute: rounded(calls / minutes, 1), allowedPerMinute: perMinute,
        refused: after[name].refused, early: after[name].early, leastShareOfFair: rounded(Math.min(...each) / (calls / minutes / each.length), 2),
      }];
    }));
  } finally {
    http.close();
    await pool.end();
    await dataSource.destroy();
    await platform.stop();
  }
}
