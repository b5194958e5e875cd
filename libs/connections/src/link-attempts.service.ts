import { Injectable } from '@nestjs/common';
import { Directory } from '#database/directory';
import { Tenants } from '#database/tenant';
import { createLogger } from '#platform/logger';
import { readAttempt } from './link-attempt-row.js';
import { type Callback, type Completion, LinkCompletion } from './link-completion.js';
import { LinkSettlement } from './link-settlement.js';
import { LinkStart, type LinkStartRequest } from './link-start.js';
import { type LinkAttemptView, type LinkOffer, type LinkTarget, LinkView } from './link-view.js';

/** Linking as its pages see it: start, come back, choose, look. */
@Injectable()
export class LinkAttempts {
  private readonly log = createLogger('link');

  constructor(
    private readonly tenants: Tenants,
    private readonly directory: Directory,
    private readonly starting: LinkStart,
    private readonly completion: LinkCompletion,
    private readonly settlement: LinkSettlement,
    private readonly view: LinkView,
  ) {}

  /** Throws `notFound`, or `conflict` whose code is a LinkReason. */
  start(request: LinkStartRequest): Promise<{ attemptId: string; authorizeUrl: string }> {
    return this.starting.start(request);
  }

  complete(callback: Callback): Promise<Completion> {
    return this.completion.complete(callback);
  }

  /** Throws as `find` does, and `conflict` whose code is a LinkReason where another choice may still succeed. */
  async choose(attemptId: string, organisationId: string, browserHash: Buffer | undefined): Promise<LinkAttemptView> {
    await this.settlement.choose(await this.view.attempt(attemptId, browserHash), organisationId);
    return this.view.find(attemptId, browserHash);
  }

  find(attemptId: string, browserHash: Buffer | undefined): Promise<LinkAttemptView> {
    return this.view.find(attemptId, browserHash);
  }

  offers(operatorId: string, target: LinkTarget): Promise<LinkOffer[]> {
    return this.view.offers(operatorId, target);
  }

  /** Ends attempts that nobody finished: at its connection limit Xero shows a page of its own and never calls back. */
  async expireDue(most = 100): Promise<number> {
    const due = await this.directory.expiredLinkAttempts(most);
    for (const { operatorId, id } of due) {
      try {
        const attempt = await this.tenants.run(operatorId, (manager) => readAttempt(manager, operatorId, id));
        if (attempt) await this.settlement.expire(attempt);
      } catch (error) {
        this.log.error({ operatorId, attemptId: id, error }, 'an attempt could not be expired');
      }
    }
    return due.length;
  }
}
