import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { type Env, type Needs, parseEnv } from '#platform/env';

/** What the launcher runs with: the settings, and what a trial makes up for itself. */
export interface LaunchSettings {
  env: Env;
  /** First root key; generated for the trial on the embedded database. */
  rootKeys: string[];
}

/** The simulator is on for a trial, and off as soon as somebody brings a Xero app of their own. */
export async function readLaunchSettings(source: NodeJS.ProcessEnv): Promise<LaunchSettings> {
  const real = Boolean(source['XERO_CLIENT_ID'] || source['XERO_CLIENT_SECRET'] || source['XERO_API_URL']);
  const needs: Needs = source['DATABASE_URL'] ? { ENCRYPTION_KEY: ' with DATABASE_URL: at least 32 random characters, kept apart from the database' } : {};
  const env = parseEnv({ ...source, XERO_SIMULATOR: source['XERO_SIMULATOR'] || (real ? 'off' : 'on') }, needs);
  await refuseUnwritable(env.dataDir);
  await refuseTakenPort(env.port, env.host, 'PORT');
  if (env.simulator) await refuseTakenPort(env.simulatorPort, '127.0.0.1', 'XERO_SIMULATOR_PORT');
  return { env, rootKeys: env.encryptionKeys.length > 0 ? env.encryptionKeys : [await trialRootKey(env.dataDir)] };
}

async function refuseUnwritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const [reason] = (error as Error).message.split(',');
    throw new Error(`The folder ${path.resolve(dataDir)} cannot be used (${reason}): let this user write there, or set DATA_DIR to another folder.`, { cause: error });
  }
}

async function trialRootKey(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'root.key');
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim();
  const key = randomBytes(32).toString('base64url');
  await writeFile(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}

async function refuseTakenPort(port: number, host: string, setting: string): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new Error(`Port ${port} is taken: stop what listens there, or set ${setting} to a free port.`);
    if (code === 'EACCES') throw new Error(`Port ${port} needs rights that this user does not have: set ${setting} to one above 1023.`);
    throw error;
  } finally {
    probe.close();
  }
}
