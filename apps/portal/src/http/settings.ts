import type { ServerEnv } from '#platform/env';

/** Token of the settings that the portal was started with. */
export const Settings = Symbol('Settings');
export type Settings = ServerEnv;
