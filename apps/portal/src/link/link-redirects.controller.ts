import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { LinkAttempts } from '#connections/link-attempts.service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { BrowserSecret } from './browser-secret.js';
import { isDeliberateVisit } from './deliberate-visit.js';
import { LinkEndFilter } from './link-end.filter.js';
import { LinkPages } from './link-pages.service.js';
import { redirect } from './redirect.js';

/**
 * Addresses that a browser visits on its way through a link. They answer with a redirect and no page whatever happens:
 * their own addresses hold one-time values, which a page would leave in the history and could leak.
 */
@Controller()
@Access('public')
@UseFilters(LinkEndFilter)
export class LinkRedirectsController {
  constructor(private readonly pages: LinkPages, private readonly attempts: LinkAttempts, private readonly browser: BrowserSecret) {}

  @Get('link/connections/:connectionId/start')
  async start(@Param('connectionId') connectionId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // Not a redirect: a browser would keep one that it loaded in advance, and follow it when the person comes.
    if (!isDeliberateVisit(request)) return void reply.code(403).send();
    redirect(reply, await this.pages.startConnection(connectionId, this.browser.ensure(request, reply)));
  }

  @Get('oauth/xero/:appId/callback')
  async callback(
    @Param('appId') appId: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { state, code, error } = query;
    const completion = await this.attempts.complete({
      appId, state: oneText(state), code: oneText(code), error: oneText(error), browserHash: this.browser.hash(request),
    });
    redirect(reply, 'ended' in completion ? `/link/ended?reason=${completion.ended}` : `/link/attempts/${completion.attemptId}`);
  }
}

/** A parameter that is there once; anything else is no parameter. */
function oneText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
