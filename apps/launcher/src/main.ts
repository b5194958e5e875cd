import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from '#platform/env';
import { runDemo } from './demo.js';
import { fullDisk } from './full-disk.js';
import { type LaunchSettings, readLaunchSettings } from './launch-settings.js';
import { type PlatformProcesses, startProcesses } from './platform-processes.js';
import { progressDisplay } from './progress-display.js';
import { report } from './report.js';
import { openTrialFile, type TrialFile } from './trial-file.js';

/** `npm start`: everything on one machine, with the demo's books pulled through the real flow at the first start. */
async function launch(): Promise<void> {
  const settings = await readLaunchSettings(process.env);
  await run(settings, (line) => console.log(line)).catch(async (error: unknown) => {
    // A failure on a full disk shows in many ways; the one that helps is the disk.
    const sentence = await fullDisk(settings.env.dataDir);
    throw sentence ? new Error(sentence, { cause: error }) : error;
  });
}

async function run(settings: LaunchSettings, say: (line: string) => void): Promise<void> {
  const { asked, untilStopped } = stopOnSignals();
  const file = await openTrialFile(settings.env);
  say('Starting Ledgerbridge …');
  const processes = await startProcesses(settings, file.trial, asked);
  if (!processes) return say('Stopped.');
  const broken = new Promise<never>((_, reject) => {
    for (const child of processes.children) child.onUnexpectedEnd((words) => reject(new Error(words)));
  });
  const introduced = introduce(settings.env, file, processes, say).catch(async (error: unknown) => {
    // A call fails before the end of the server that it was made to is known; that server's last words say more.
    await Promise.race([broken, pause(1_000)]);
    throw error;
  });
  try {
    await Promise.race([introduced.then(() => untilStopped), broken, untilStopped]);
  } finally {
    await end(processes, say);
  }
}

function stopOnSignals(): { asked: AbortSignal; untilStopped: Promise<void> } {
  const controller = new AbortController();
  const untilStopped = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve(), { once: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort());
  return { asked: controller.signal, untilStopped };
}

async function introduce(env: Env, file: TrialFile, { firstOperator }: PlatformProcesses, say: (line: string) => void): Promise<void> {
  const wantsDemo = env.demo && env.simulator;
  if (wantsDemo && !file.trial.demoDone) {
    await runDemo({ portalUrl: env.publicUrl, file, say, onProgress: progressDisplay(process.stdout) });
  }
  for (const line of await report(env, file, firstOperator, wantsDemo ? file.trial.demoCompanyId : undefined)) say(line);
}

async function end(processes: PlatformProcesses, say: (line: string) => void): Promise<void> {
  say('Stopping …');
  await processes.stop();
  say('Stopped.');
}

launch().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
