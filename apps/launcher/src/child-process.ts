import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

export interface ChildOptions {
  name: string;
  /** Compiled entry file. */
  entry: string;
  env: NodeJS.ProcessEnv;
  /** Where its standard output and error go. */
  logFile: string;
  nodeArguments?: string[];
}

/**
 * A worker's heap. It holds a few pages at a time, and node would let garbage pile up to far more than that before it
 * looks; the large young generation keeps whole pages from being moved before they die.
 */
export const workerArguments = ['--max-old-space-size=192', '--max-semi-space-size=32'];

/** What our servers tell their parent over IPC. */
export interface ChildMessage {
  listening?: number;
  ready?: boolean;
  firstOperator?: FirstOperatorNews;
}

/** What the portal found out about the first operator at its start. */
export interface FirstOperatorNews {
  /** To be registered in the operator's Xero app. */
  redirectUri: string;
  /** Why Xero keys from the settings were not taken over. */
  warning?: string;
}

/** One server process of ours: told to stop by SIGTERM, and its log quoted when it ends without being told. */
export class Child {
  private stopping = false;

  private readonly exit: Promise<unknown>;

  private constructor(readonly name: string, readonly process: ChildProcess, private readonly logFile: string) {
    this.exit = once(process, 'exit');
  }

  static start({ name, entry, env, logFile, nodeArguments = [] }: ChildOptions): Child {
    const log = openSync(logFile, 'a');
    // Its own process group: a terminal's Ctrl-C goes to the launcher alone, which ends the others in order.
    const process = spawn(globalThis.process.execPath, [...nodeArguments, entry], { env, stdio: ['ignore', log, log, 'ipc'], detached: true });
    closeSync(log);
    return new Child(name, process, logFile);
  }

  /** Resolves with all that the child told until it was ready, or rejects with the reason it gave when it ended before. */
  ready(): Promise<ChildMessage> {
    return new Promise((resolve, reject) => {
      const told: ChildMessage = {};
      this.process.on('message', (message: ChildMessage) => {
        Object.assign(told, message);
        if (told.listening !== undefined || told.ready) resolve(told);
      });
      void this.exit.then(async () => reject(new Error(await this.lastWords())));
    });
  }

  /** Also reports an end that came before this was asked. */
  onUnexpectedEnd(report: (words: string) => void): void {
    void this.exit.then(async () => {
      if (!this.stopping) report(await this.lastWords());
    });
  }

  /** Ends it and waits; after `graceSeconds` it is killed. */
  async stop(graceSeconds = 30): Promise<void> {
    this.stopping = true;
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const killer = setTimeout(() => this.process.kill('SIGKILL'), graceSeconds * 1000);
    await gone;
    clearTimeout(killer);
  }

  async kill(): Promise<void> {
    this.stopping = true;
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }

  private async lastWords(): Promise<string> {
    const lines = (await readFile(this.logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-12);
    return `${this.name} ended unexpectedly. Its log ${this.logFile} ends with:\n${lines.map((line) => `    ${line}`).join('\n')}`;
  }
}
