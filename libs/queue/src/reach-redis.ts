import { Redis } from 'ioredis';

/** Longest that a Redis may take to answer at a start. */
const patienceMs = 10_000;

/** Throws one sentence when nothing at this address answers as Redis does. Call it where a person waits for the start. */
export async function reachRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: patienceMs, commandTimeout: patienceMs, disconnectTimeout: 100, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let reason: Error | undefined;
  redis.on('error', (error: Error) => { reason = error; });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    throw new Error(`The Redis that REDIS_URL names cannot be reached: ${(reason ?? error as Error).message}`, { cause: error });
  } finally {
    redis.disconnect();
  }
}
