import { Clock } from '../clock.js';
import type { Settings } from '../settings.js';
import { seedApp, seedPeople } from './seed-world.js';
import { createSigningKey, readSigningKey, type SigningKey } from './signing-key.js';
import { readStateFile, writeStateFile } from './state-file.js';
import { World } from './world.js';

export interface OpenedWorld {
  world: World;
  clock: Clock;
  key: SigningKey;
}

/**
 * The world of an earlier run when the settings name a state file that exists, else a fresh one. What the file knows of
 * people and organisations wins over seed and size of the settings, so that linked companies stay linked.
 */
export function openWorld(settings: Settings, makeKey = createSigningKey): OpenedWorld {
  const snapshot = settings.stateFile === undefined ? null : readStateFile(settings.stateFile);
  const clock = new Clock(snapshot?.clockAheadMs ?? 0);
  const key = snapshot ? readSigningKey(snapshot.signingKey) : makeKey();
  const { stateFile } = settings;
  const world = new World(stateFile === undefined ? undefined : (kept) => writeStateFile(stateFile, kept.snapshot(clock.aheadMs, key.kept)));
  if (snapshot) world.restore(snapshot);
  else seedPeople(world, settings, clock);
  seedApp(world, settings);
  world.keep();
  return { world, clock, key };
}
