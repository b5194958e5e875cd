import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { LinkAttempts } from '#connections/link-attempts.service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { BrowserSecret } from './browser-secret.js';
import { LinkEndFilter } from './link-end.filter.js';
import { redirect } from './redirect.js';

/**
 * Where the platform sends a browser back to. It answers with a redirect and no page whatever happens: its own address
 * holds one-time values, which a page would leave in the history and could leak.
 */
@Controller()
@Access('public')
@UseFilters(LinkEndFilter)
export class LinkRedirectsController {
  constructor(private readonly attempts: LinkAttempts, private readonly browser: BrowserSecret) {}

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
