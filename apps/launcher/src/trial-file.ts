import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Env } from '#platform/env';

/** What a trial remembers, readable by its owner only: the first sign-in, and how far the demo has come. */
export interface Trial {
  adminEmail: string;
  adminPassword: string;
  apiKey: string;
  demoCompanyId?: string;
  demoDone?: boolean;
}

export interface TrialFile {
  trial: Trial;
  /** True on the start that made the sign-in up, the only one that prints it. */
  isNew: boolean;
  save(change: Partial<Trial>): Promise<void>;
}

export async function openTrialFile(env: Env): Promise<TrialFile> {
  const file = path.join(env.dataDir, 'trial.json');
  const found = await readFile(file, 'utf8').then((text) => JSON.parse(text) as Trial, () => undefined);
  const trial: Trial = found ?? {
    adminEmail: env.adminEmail ?? 'admin@example.com',
    adminPassword: env.adminPassword ?? randomBytes(9).toString('base64url'),
    apiKey: env.apiKey ?? randomBytes(32).toString('base64url'),
  };
  const opened: TrialFile = {
    trial,
    isNew: !found,
    async save(change) {
      Object.assign(trial, change);
      await writeFile(`${file}.new`, `${JSON.stringify(trial, null, 2)}\n`, { mode: 0o600 });
      await rename(`${file}.new`, file);
    },
  };
  if (!found) await opened.save({});
  return opened;
}
