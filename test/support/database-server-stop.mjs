import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export default async function stop() {
  const folder = process.env.LEDGERBRIDGE_TEST_RUN;
  if (!folder) return;
  const server = await readFile(path.join(folder, 'server.json'), 'utf8').then(JSON.parse, () => undefined);
  if (server) {
    kill(server.pid, 'SIGQUIT');
    for (let tries = 0; tries < 100 && kill(server.pid, 0); tries += 1) await pause(50);
  }
  await rm(folder, { recursive: true, force: true });
}

function kill(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
