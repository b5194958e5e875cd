import { Foundation1763769600000 } from './migrations/1763769600000-foundation.js';

/** Every migration, in order. */
export const migrations = [Foundation1763769600000];
