import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '#platform/free-port';

/** `npm start` as a newcomer sees it, less the installing and building that scripts/start.mjs does first. */
class Launcher {
  output = '';
  private readonly process: ChildProcess;
  private readonly ended: Promise<number>;

  constructor(env: NodeJS.ProcessEnv) {
    const { PATH, HOME } = process.env;
    this.process = spawn(process.execPath, ['dist/apps/launcher/src/main.js'], { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout!, this.process.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => { this.output += text; });
    this.ended = once(this.process, 'exit').then(([code]) => code as number);
  }

  async until(form: RegExp): Promise<RegExpExecArray> {
    let code: number | undefined;
    void this.ended.then((value) => { code = value; });
    for (;;) {
      const found = form.exec(this.output);
      if (found) return found;
      if (code !== undefined) throw new Error(`The launcher ended with ${code} and said:\n${this.output}`);
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  }

  async interrupt(): Promise<number> {
    this.process.kill('SIGINT');
    return this.ended;
  }

  exitCode(): Promise<number> {
    return this.ended;
  }

  /** Process id of one of the servers that it started. */
  async serverId(name: string): Promise<number> {
    const { pid } = this.process;
    for (const child of (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ')) {
      if ((await readFile(`/proc/${child}/cmdline`, 'utf8')).includes(`/apps/${name}/`)) return Number(child);
    }
    throw new Error(`The launcher runs no ${name}`);
  }
}

describe('npm start', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let running: Launcher | undefined;

  const start = (extra: NodeJS.ProcessEnv = {}) => {
    running = new Launcher({ ...env, ...extra });
    return running;
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ledgerbridge-start-'));
    env = { DATA_DIR: path.join(folder, 'data'), PORT: String(await freePort()), XERO_SIMULATOR_PORT: String(await freePort()) };
  });

  afterEach(async () => { await running?.interrupt(); });
  afterAll(async () => { await rm(folder, { recursive: true, force: true }); });

  it('ends its first start with the demo company\'s books queryable by the line that it prints, and goes on with them at the next', async () => {
    const first = start();
    const [, authorization, url] = await first.until(/curl -s -H '(?:Authorization: )([^']+)' '([^']+)'/);
    const counts = new Map([...first.output.matchAll(/^ {2}(\w+) +(\d+)$/gm)].map(([, dataType, count]) => [dataType, Number(count)]));
    const answer = await fetch(url, { headers: { authorization: authorization } });
    const invoices = await answer.json() as { results: { id: string }[]; totalResults: number };
    expect(answer.status).toBe(200);
    expect(invoices.results).toHaveLength(2);
    expect(invoices.totalResults).toBe(counts.get('invoices'));
    for (const dataType of ['chartOfAccounts', 'customers', 'suppliers', 'items', 'taxRates', 'trackingCategories', 'invoices', 'bills', 'creditNotes', 'billCreditNotes', 'payments', 'billPayments', 'purchaseOrders', 'directCosts', 'directIncomes', 'transfers', 'accountTransactions', 'journalEntries']) {
      expect([dataType, counts.get(dataType)! > 0]).toEqual([dataType, true]);
    }
    const keys = /API key +(\S+)/.exec(first.output)![1];
    expect(await first.interrupt()).toBe(0);

    const second = start();
    await second.until(/Press Ctrl-C/);
    expect(second.output).not.toContain(keys);
    const same = await (await fetch(url, { headers: { authorization: authorization } })).json() as { results: { id: string }[] };
    expect(same.results).toEqual(invoices.results);
    expect(await second.interrupt()).toBe(0);

    // What it made up is readable by its owner only, and nothing secret is in a log.
    const secrets = JSON.parse(await readFile(path.join(env['DATA_DIR']!, 'trial.json'), 'utf8')) as { adminPassword: string; apiKey: string };
    for (const log of await readdir(path.join(env['DATA_DIR']!, 'logs'))) {
      const text = await readFile(path.join(env['DATA_DIR']!, 'logs', log), 'utf8');
      for (const secret of [secrets.adminPassword, secrets.apiKey, 'simulator-secret']) expect(text.includes(secret)).toBe(false);
    }
  }, 180_000);

  it('leaves no process behind', async () => {
    const pidFile = path.join(env['DATA_DIR']!, 'postgres', 'postmaster.pid');
    expect(existsSync(pidFile)).toBe(false);
    await expect(fetch(`http://127.0.0.1:${env['PORT']}/health/live`)).rejects.toThrow();
    await expect(fetch(`http://127.0.0.1:${env['XERO_SIMULATOR_PORT']}/`)).rejects.toThrow();
  });

  it('says in one sentence that a port is taken, and starts nothing', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const launcher = start({ PORT: String(port) });
    expect(await launcher.exitCode()).toBe(1);
    expect(launcher.output.trim().split('\n')).toEqual([expect.stringMatching(new RegExp(`^Port ${port} is taken: .*PORT`))]);
    taken.close();
  });

  it('lists every wrong setting and starts nothing', async () => {
    const launcher = start({ PORT: 'x', DEMO: 'perhaps', REDIS_URL: 'http://localhost', DATABASE_URL: 'postgres://localhost/x' });
    expect(await launcher.exitCode()).toBe(1);
    for (const name of ['PORT', 'DEMO', 'REDIS_URL', 'ENCRYPTION_KEY']) expect(launcher.output).toMatch(new RegExp(`- ${name} `));
  });

  it('says in one sentence that it cannot write to its folder, and starts nothing', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const launcher = start({ DATA_DIR: file });
    expect(await launcher.exitCode()).toBe(1);
    expect(launcher.output.trim().split('\n')).toEqual([expect.stringMatching(/^The folder .* cannot be used \(EEXIST.*DATA_DIR/)]);
  });

  it('says once why it ended, when a server dies in the middle of the demo', async () => {
    const launcher = start({ DATA_DIR: path.join(folder, 'broken') });
    await launcher.until(/pulled \w+/);
    const portal = await launcher.serverId('portal');
    // Frozen first, so that one of the demo's calls is under way when it dies and fails with it.
    process.kill(portal, 'SIGSTOP');
    await pause(1_500);
    process.kill(portal, 'SIGKILL');
    expect(await launcher.exitCode()).toBe(1);
    const course = /^(Starting|Setting Xero up|Linking|Stopping|Stopped|$| )/;
    expect(launcher.output.split('\n').filter((line) => !course.test(line))).toEqual([expect.stringMatching(/^portal ended unexpectedly/)]);
  });

  it('with DEMO=off has no company and nothing configured', async () => {
    const launcher = start({ DEMO: 'off', DATA_DIR: path.join(folder, 'empty') });
    const [, apiKey] = await launcher.until(/API key +(\S+)[\s\S]*Press Ctrl-C/);
    const get = async (path: string) => (await fetch(`http://localhost:${env['PORT']}/api${path}`, { headers: { authorization: `Basic ${Buffer.from(apiKey).toString('base64')}` } })).json() as Promise<{ totalResults: number; results: { enabled: boolean }[] }>;
    expect((await get('/companies')).totalResults).toBe(0);
    expect((await get('/integrations')).results.map(({ enabled }) => enabled)).toEqual([false]);
    expect(await launcher.interrupt()).toBe(0);
  });

  it('with keys of a Xero app enables Xero, at its real hosts, and prints the redirect URI to register', async () => {
    const secret = 'secret-of-a-real-app';
    const launcher = start({ XERO_CLIENT_ID: 'A-REAL-APP', XERO_CLIENT_SECRET: secret, DATA_DIR: path.join(folder, 'real') });
    const [, redirectUri] = await launcher.until(/redirect URI to register in your Xero app: (\S+)[\s\S]*Press Ctrl-C/);
    expect(redirectUri).toMatch(new RegExp(`^http://localhost:${env['PORT']}/oauth/xero/[0-9a-f-]{36}/callback$`));
    await expect(fetch(`http://127.0.0.1:${env['XERO_SIMULATOR_PORT']}/`)).rejects.toThrow();
    expect(launcher.output).not.toContain(secret);
    expect(await launcher.interrupt()).toBe(0);
  });

  it('says in one sentence that DATABASE_URL leads nowhere', async () => {
    const launcher = start({ DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`, ENCRYPTION_KEY: 'k'.repeat(32) });
    expect(await launcher.exitCode()).toBe(1);
    expect(launcher.output.trim().split('\n').slice(1)).toEqual([expect.stringMatching(/^The database that DATABASE_URL names .*ECONNREFUSED/)]);
  });

  it('says in one sentence that REDIS_URL leads nowhere', async () => {
    const launcher = start({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
    expect(await launcher.exitCode()).toBe(1);
    expect(launcher.output.trim().split('\n').slice(1)).toEqual([expect.stringMatching(/^The Redis that REDIS_URL names .*ECONNREFUSED/)]);
  });

  it('heeds Ctrl-C while it is still starting', async () => {
    const launcher = start({ DATA_DIR: path.join(folder, 'interrupted') });
    await launcher.until(/Starting/);
    expect(await launcher.interrupt()).toBe(0);
    expect(launcher.output).toMatch(/Stopped\.\s*$/);
    expect(launcher.output).not.toMatch(/Press Ctrl-C/);
  });
});
