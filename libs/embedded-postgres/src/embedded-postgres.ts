import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '#platform/free-port';
import pg from 'pg';
import { findBinaries } from './binaries.js';

export interface EmbeddedOptions {
  /** Folder of the cluster; made on the first start. */
  directory: string;
  /** Settings over PostgreSQL's defaults, such as `fsync: 'off'` for a throw-away server. */
  settings?: Record<string, string>;
  /** End the server when this process dies, however it dies. True unless said otherwise. */
  followParent?: boolean;
}

export interface EmbeddedServer {
  /** Superuser's address of the database `postgres`. */
  adminUrl: string;
  pid: number;
  stop(): Promise<void>;
}

const run = promisify(execFile);

/** Starts a PostgreSQL on a free loopback port, making its cluster when the folder holds none. */
export async function startEmbedded({ directory, settings = {}, followParent = true }: EmbeddedOptions): Promise<EmbeddedServer> {
  const binaries = await findBinaries();
  const cluster = path.resolve(directory);
  await refuseSecondServer(cluster);
  const password = await ensureCluster(binaries.initdb, cluster);
  const port = await freePort();
  const options = { max_connections: '200', unix_socket_directories: '', listen_addresses: '127.0.0.1', port: String(port), ...settings };
  const command = [...await unprivileged(followParent), binaries.postgres, '-D', cluster, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  // Detached, so that a terminal's Ctrl-C does not reach it before the processes that use it have ended.
  const log = await open(`${cluster}.log`, 'w');
  const server = spawn(command[0], command.slice(1), { stdio: ['ignore', 'ignore', log.fd], detached: true, env: serverEnvironment() });
  server.unref();
  await log.close();
  const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  await untilReady(server, adminUrl, cluster);
  return { adminUrl, pid: server.pid!, stop: () => stop(server) };
}

/** Makes a database owned by a role of its own, which may create the application's role but is no superuser. */
export async function ensureDatabase(adminUrl: string, name: string, ownerPassword: string): Promise<string> {
  const owner = `${name}_owner`;
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [owner]);
    const verb = role.rowCount ? 'alter' : 'create';
    await client.query(`${verb} role ${client.escapeIdentifier(owner)} login createrole password ${client.escapeLiteral(ownerPassword)}`);
    // Roles that consumers log in with have no business in the databases that PostgreSQL keeps for itself.
    await client.query('revoke connect, temporary on database postgres, template1 from public');
    const database = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!database.rowCount) await client.query(`create database ${client.escapeIdentifier(name)} owner ${client.escapeIdentifier(owner)}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = owner;
  url.password = ownerPassword;
  url.pathname = `/${name}`;
  return url.toString();
}

async function ensureCluster(initdb: string, cluster: string): Promise<string> {
  const passwordFile = `${cluster}.password`;
  if (existsSync(path.join(cluster, 'PG_VERSION')) && existsSync(passwordFile)) return (await readFile(passwordFile, 'utf8')).trim();
  const password = randomBytes(24).toString('hex');
  try {
    await mkdir(path.dirname(cluster), { recursive: true });
    await rm(cluster, { recursive: true, force: true });
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    const [program, ...before] = [...await unprivileged(false), initdb];
    await run(program, [...before, '-D', cluster, '-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'], { env: serverEnvironment() });
  } catch (error) {
    // Half a cluster would be taken for a whole one at the next start.
    await rm(cluster, { recursive: true, force: true });
    await rm(passwordFile, { force: true });
    throw new Error(`The embedded PostgreSQL could not be prepared in ${cluster}: ${cause(String((error as { stderr?: string }).stderr ?? error))}`, { cause: error });
  }
  return password;
}

/** PostgreSQL refuses to run as root, so root starts it inside a user namespace in which it is nobody. */
async function unprivileged(followParent: boolean): Promise<string[]> {
  const namespace = process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'] : [];
  const hasSetpriv = followParent && await run('setpriv', ['--version']).then(() => true, () => false);
  return [...namespace, ...(hasSetpriv ? ['setpriv', '--pdeathsig', 'INT', '--'] : [])];
}

/** Nothing of ours that starts with PG may steer the server, and no locale that this machine lacks. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_)|^LANG/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

async function refuseSecondServer(cluster: string): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  for (let tries = 0; tries < 50; tries += 1) {
    const pid = await readFile(pidFile, 'utf8').then((text) => Number(text.split('\n')[0]), () => 0);
    if (!pid || !await isPostgres(pid)) return;
    await pause(200);
  }
  throw new Error(`Another Ledgerbridge is running on ${cluster}: stop it first, or set DATA_DIR to another folder.`);
}

async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A process id is used again after a restart of the machine; where the system tells, look at what it is now.
  return readFile(`/proc/${pid}/comm`, 'utf8').then((name) => name.startsWith('postgres'), () => true);
}

async function untilReady(server: ChildProcess, adminUrl: string, cluster: string): Promise<void> {
  let exited = false;
  let failure = '';
  server.once('exit', () => { exited = true; });
  server.once('error', (error) => { exited = true; failure = error.message; });
  for (let tries = 0; tries < 600 && !exited; tries += 1) {
    const client = new pg.Client({ connectionString: adminUrl });
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      if (rows[0]?.data_directory === cluster) return;
    } catch {
      await pause(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  server.kill('SIGINT');
  throw new Error(`The embedded PostgreSQL did not start: ${cause(failure || await readFile(`${cluster}.log`, 'utf8'))}`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const gone = once(server, 'exit');
  server.kill('SIGINT');
  await gone;
}

function cause(output: string): string {
  if (/No space left on device/i.test(output)) return 'the disk is full.';
  const lines = output.split('\n').filter((line) => /fatal|error|panic|cannot|could not/i.test(line));
  return lines.at(-1)?.trim() ?? (output.trim().split('\n').at(-1) || 'it said nothing.');
}
