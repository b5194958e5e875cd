import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Snapshot } from './world.js';

/** Reads the kept state, or null when there is none yet. A file that cannot be read stops the start: guessing would unlink companies. */
export function readStateFile(path: string): Snapshot | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  let snapshot: Snapshot;
  try {
    snapshot = JSON.parse(text) as Snapshot;
  } catch {
    throw new Error(`The simulator's state file ${path} is damaged. Remove it to start afresh; linked companies must then be linked again.`);
  }
  if (snapshot.version !== 1) throw new Error(`The simulator's state file ${path} was written by another version.`);
  return snapshot;
}

/** Replaces the file as a whole, so that a crash leaves either the old or the new state, never half of one. */
export function writeStateFile(path: string, snapshot: Snapshot): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify(snapshot), { mode: 0o600 });
  renameSync(draft, path);
}
