import { Injectable } from '@nestjs/common';
import { tooMany } from '#platform/errors';
import type { ListQuery } from '../api/inputs.js';

/** Fewer than half of the connections that a process has to the database. */
const atOnce = 8;
const mostWaiting = 32;
const patienceMs = 10_000;

interface Line {
  running: number;
  readonly waiting: Set<() => void>;
}

/**
 * A list that is filtered, sorted or read as it was can keep the database busy for seconds. Those of one operator wait for each other, so
 * that they leave connections to everybody else's requests. What is guarded is this process's pool, so each process
 * counts for itself.
 */
@Injectable()
export class ListTurns {
  private readonly lines = new Map<string, Line>();

  /** Runs `work` when it is the operator's turn, plain pages at once. Throws `tooMany` when too many wait or the wait is too long. */
  async run<T>(operatorId: string, request: Pick<ListQuery, 'query' | 'orderBy'> & { tags?: string | undefined; asOf?: string | undefined }, work: () => Promise<T>): Promise<T> {
    if (!request.query && !request.orderBy && !request.tags && !request.asOf) return work();
    return this.inTurn(operatorId, work);
  }

  /** Runs work that is always long in the operator's turn. */
  async inTurn<T>(operatorId: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(operatorId) ?? { running: 0, waiting: new Set() };
    this.lines.set(operatorId, line);
    await takePlace(line);
    try {
      return await work();
    } finally {
      leavePlace(line);
      if (line.running === 0) this.lines.delete(operatorId);
    }
  }
}

async function takePlace(line: Line): Promise<void> {
  if (line.running < atOnce) {
    line.running += 1;
    return;
  }
  if (line.waiting.size >= mostWaiting) throw full();
  await new Promise<void>((resolve, reject) => {
    const begin = () => {
      clearTimeout(timer);
      line.waiting.delete(begin);
      resolve();
    };
    const timer = setTimeout(() => {
      line.waiting.delete(begin);
      reject(full());
    }, patienceMs);
    line.waiting.add(begin);
  });
}

/** A place goes to whoever has waited longest. */
function leavePlace(line: Line): void {
  const [begin] = line.waiting;
  if (begin) begin();
  else line.running -= 1;
}

const full = () => tooMany(`Too many filtered or sorted lists are being read at once: ${atOnce} run, ${mostWaiting} may wait. Try again in a moment.`, 5);
