import { fstatSync } from 'node:fs';

const checkEveryMs = 1000;

/** Calls `stop` when the process that started this one is gone: by its closed channel or pipe, or by our new parent's id. */
export function followParent(stop: () => void): void {
  const parent = process.ppid;
  const once = onlyOnce(stop);
  if (process.connected) process.once('disconnect', once);
  else if (isPipe(0)) process.stdin.resume().once('end', once).once('error', once);
  setInterval(() => {
    if (process.ppid !== parent) once();
  }, checkEveryMs).unref();
}

/** A terminal or /dev/null as standard input says nothing about the parent. */
function isPipe(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFIFO() || kind.isSocket();
  } catch {
    return false;
  }
}

function onlyOnce(stop: () => void): () => void {
  let stopped = false;
  return () => {
    if (!stopped) stop();
    stopped = true;
  };
}
