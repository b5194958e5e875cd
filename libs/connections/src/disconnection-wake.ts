/** Wakes a worker for disconnections that are committed. A hint: the sweep finds those that it misses. */
export abstract class DisconnectionWake {
  abstract wake(operatorId: string, disconnectionIds: readonly string[]): Promise<void>;
}
