import { EnvironmentFault } from '#platform/env';
import { runDemo } from './demo.js';
import { fullDisk } from './full-disk.js';
import { readLaunchSettings } from './launch-settings.js';
import { type PlatformProcesses, startProcesses } from './platform-processes.js';
import { progressDisplay } from './progress-display.js';
import { report } from './report.js';
import { openTrialFile } from './trial-file.js';

/** `npm start`: everything on one machine, with the demo's books pulled through the real flow at the first start. */
async function launch(): Promise<void> {
  const say = (line: string) => console.log(line);
  const settings = await readLaunchSettings(process.env);
  const { env } = settings;
  const file = await openTrialFile(env);
  say('Starting Ledgerbridge …');
  let stopAsked: (() => void) | undefined;
  const untilStopped = new Promise<void>((resolve) => { stopAsked = resolve; });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopAsked?.());
  const processes = await startProcesses(settings, file.trial).catch(explained(env.dataDir));
  let unexpected: Promise<void> | undefined;
  for (const child of processes.children) {
    child.onUnexpectedEnd((words) => {
      process.exitCode = 1;
      unexpected ??= fullDisk(env.dataDir).then((sentence) => console.error(sentence ?? words));
      stopAsked?.();
    });
  }
  try {
    await Promise.race([introduce(settings.env, file, say).catch(explained(env.dataDir)), untilStopped]);
    await untilStopped;
  } finally {
    await unexpected;
    await end(processes, say);
  }
}

/** A failure on a full disk shows in many ways; the one that helps is the disk. */
function explained(dataDir: string): (error: unknown) => Promise<never> {
  return async (error) => {
    const sentence = await fullDisk(dataDir);
    throw sentence ? new Error(sentence, { cause: error }) : error;
  };
}

async function introduce(env: Awaited<ReturnType<typeof readLaunchSettings>>['env'], file: Awaited<ReturnType<typeof openTrialFile>>, say: (line: string) => void): Promise<void> {
  const wantsDemo = env.demo && env.simulator;
  if (wantsDemo && !file.trial.demoDone) {
    await runDemo({ portalUrl: env.publicUrl, file, say, onProgress: progressDisplay(process.stdout) });
  }
  for (const line of await report(env, file.trial, file.isNew, wantsDemo ? file.trial.demoCompanyId : undefined)) say(line);
}

async function end(processes: PlatformProcesses, say: (line: string) => void): Promise<void> {
  say('Stopping …');
  await processes.stop();
  say('Stopped.');
}

launch().then(
  () => process.exit(process.exitCode ?? 0),
  (error: unknown) => {
    console.error(error instanceof EnvironmentFault || error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
