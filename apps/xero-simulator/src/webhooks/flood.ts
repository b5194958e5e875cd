import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Category, payload, signature } from './payload.js';

export interface FloodOrder {
  readonly url: string;
  readonly key: string;
  readonly tenantIds: readonly string[];
  readonly category: Category;
  readonly perSecond: number;
  readonly seconds: number;
  /** Which part of the deliveries is not Xero's: signed with another key, or for an app that does not exist. */
  readonly forgedShare: number;
}

export interface FloodResult {
  readonly sent: number;
  /** How many of those that were signed right, and of the forged ones, got which status; 0 is none in 5 s. */
  readonly signed: Record<string, number>;
  readonly forged: Record<string, number>;
  readonly ms: { readonly p50: number; readonly p99: number; readonly most: number };
  /** When the last delivery was sent that told of an organisation and was accepted, by tenant id. */
  readonly lastAccepted: Record<string, string>;
}

/** Sends deliveries at an even pace, whether they are answered or not. */
export async function flood({ url, key, tenantIds, category, perSecond, seconds, forgedShare }: FloodOrder): Promise<FloodResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 500 });
  const [signed, forged]: Record<string, number>[] = [{}, {}];
  const times: number[] = [];
  const lastAccepted: Record<string, string> = {};
  const begun = performance.now();
  const answers: Promise<void>[] = [];
  const total = perSecond * seconds;
  for (let number = 0; number < total; number += 1) {
    const wait = begun + (number * 1000) / perSecond - performance.now();
    if (wait > 1) await pause(wait);
    answers.push(one(number));
  }
  await Promise.all(answers);
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  return { sent: total, signed, forged, ms: { p50: at(0.5), p99: at(0.99), most: at(1) }, lastAccepted };

  async function one(number: number): Promise<void> {
    // Spread evenly: every n-th is forged, and every second of those names an app of its own.
    const isForged = Math.floor((number + 1) * forgedShare) > Math.floor(number * forgedShare);
    const tenantId = tenantIds[number % tenantIds.length];
    const body = payload([{ category, type: 'UPDATE', tenantId, resourceId: randomUUID(), at: Date.now() }], number + 1);
    const to = isForged && number % 4 < 2 ? url.replace(/[^/]+$/, randomUUID()) : url;
    const start = performance.now();
    const sentAt = new Date().toISOString();
    const status = await post(to, body, signature(body, isForged && to === url ? 'a guess' : key), agent);
    times.push(performance.now() - start);
    const counted = isForged ? forged : signed;
    counted[status] = (counted[status] ?? 0) + 1;
    if (!isForged && status === 200 && sentAt > (lastAccepted[tenantId] ?? '')) lastAccepted[tenantId] = sentAt;
  }
}

function post(url: string, body: string, signed: string, agent: Agent): Promise<number> {
  return new Promise((answered) => {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), 'x-xero-signature': signed };
    const sending = request(url, { method: 'POST', agent, headers, timeout: 5_000 }, (response) => {
      response.resume().on('end', () => answered(response.statusCode ?? 0)).on('error', () => answered(0));
    });
    sending.on('timeout', () => sending.destroy()).on('error', () => answered(0)).end(body);
  });
}
