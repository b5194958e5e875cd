import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The parts that a connector's documents come from. */
const shared = ['accounting', 'connector-kit'];

/**
 * What the mappings of a connector are, as a short text: another one after any change of their code. Taken from the code
 * itself, so that nobody has to think of it.
 */
export function editionOf(part: string): string {
  const hash = createHash('sha256');
  for (const folder of [...shared, part]) {
    const root = path.join(import.meta.dirname, '..', '..', folder, 'src');
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(isCode).sort()) {
      hash.update(`${folder}/${file}\n`).update(readFileSync(path.join(root, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

function isCode(file: string): boolean {
  return /\.[jt]s$/.test(file) && !/(spec|\.d)\.[jt]s$/.test(file);
}
