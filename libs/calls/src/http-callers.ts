import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { CallAnswer, CallRequest } from '#connector-kit/call';
import { HttpCaller } from '#connector-kit/http-caller';

/** One caller per host, so that its connections are kept alive. */
@Injectable()
export class HttpCallers implements OnApplicationShutdown {
  private readonly callers = new Map<string, HttpCaller>();

  send(baseUrl: string, request: CallRequest): Promise<CallAnswer> {
    let caller = this.callers.get(baseUrl);
    if (!caller) this.callers.set(baseUrl, caller = new HttpCaller({ baseUrl }));
    return caller.send(request);
  }

  onApplicationShutdown(): void {
    for (const caller of this.callers.values()) caller.close();
  }
}
