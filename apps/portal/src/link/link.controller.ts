import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { BrowserSecret } from './browser-secret.js';
import { type AttemptPage, type CompanyPage, LinkPages } from './link-pages.service.js';

/** What the link pages' scripts call. */
@Controller('link/api')
@Access('public')
export class LinkController {
  constructor(private readonly pages: LinkPages, private readonly browser: BrowserSecret) {}

  @Get('companies/:companyId')
  company(@Param('companyId') companyId: string): Promise<CompanyPage> {
    return this.pages.company(companyId);
  }

  @Post('companies/:companyId/connections')
  @HttpCode(200)
  start(
    @Param('companyId') companyId: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ authorizeUrl: string }> {
    return this.pages.start(companyId, body, this.browser.ensure(request, reply));
  }

  @Get('connections/:connectionId')
  connection(@Param('connectionId') connectionId: string): Promise<CompanyPage> {
    return this.pages.connection(connectionId);
  }

  @Post('connections/:connectionId/attempts')
  @HttpCode(200)
  startConnection(
    @Param('connectionId') connectionId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ authorizeUrl: string }> {
    return this.pages.startConnection(connectionId, this.browser.ensure(request, reply));
  }

  @Get('attempts/:attemptId')
  attempt(@Param('attemptId') attemptId: string, @Req() request: FastifyRequest): Promise<AttemptPage> {
    return this.pages.attempt(attemptId, this.browser.hash(request));
  }

  @Post('attempts/:attemptId/organisation')
  @HttpCode(200)
  choose(@Param('attemptId') attemptId: string, @Body() body: unknown, @Req() request: FastifyRequest): Promise<AttemptPage> {
    return this.pages.choose(attemptId, body, this.browser.hash(request));
  }
}
