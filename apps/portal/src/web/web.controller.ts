import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { notFound } from '#platform/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { pathOf } from '../http/request-path.js';
import { WebPage } from './web-page.js';

/** Addresses that never belong to the web app: what is missing there is missing. */
const reserved = /^\/(api|portal\/api|link\/api|oauth|health|assets)(\/|$)/;

/** Every other address is a page of the web app, which reads the address itself. */
@Controller()
@Access('public')
export class WebController {
  constructor(@Inject(WebPage) private readonly page: WebPage) {}

  @Get('*')
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (reserved.test(pathOf(request))) throw notFound('NotFound');
    void reply.code(this.page.status).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(this.page.html);
  }
}
