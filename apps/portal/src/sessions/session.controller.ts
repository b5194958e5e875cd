import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { absoluteHours, Sessions, type Viewer } from '#operators/sessions.service';
import { unauthorized } from '#platform/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.js';
import { Cookies } from '../http/cookies.js';
import { Operator, type OperatorContext } from '../http/operator.js';
import { SignIn } from './sign-in.service.js';

interface SessionView {
  user: { email: string; name: string; role: string };
  operator: { id: string; name: string };
}

/** The portal's sign-in. The session travels in a cookie and never in a body. */
@Controller('portal/api')
export class SessionController {
  constructor(private readonly signIn: SignIn, private readonly sessions: Sessions, private readonly cookies: Cookies) {}

  @Post('session')
  @HttpCode(200)
  @Access('public')
  async create(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply, @Body() body: unknown): Promise<SessionView> {
    const { sessionId, viewer } = await this.signIn.signIn(body, request.ip, this.cookies.read(request, 'lb_session'));
    this.cookies.write(reply, 'lb_session', sessionId, absoluteHours * 3600);
    return view(viewer);
  }

  @Get('session')
  @Access('public')
  async get(@Req() request: FastifyRequest): Promise<SessionView> {
    const viewer = await this.sessions.find(this.cookies.read(request, 'lb_session'));
    if (!viewer) throw unauthorized('Unauthorized');
    return view(viewer);
  }

  /** Signing out works without a session too, so that it always leaves a browser without one. */
  @Delete('session')
  @HttpCode(204)
  @Access('public')
  async remove(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.end(this.cookies.read(request, 'lb_session'));
    this.cookies.clear(reply, 'lb_session');
  }

  /** Signs the person out of every browser. */
  @Delete('sessions')
  @HttpCode(204)
  @Access('session')
  async removeAll(@Operator() { operatorId, userId }: OperatorContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.endAll({ operatorId, userId: userId! });
    this.cookies.clear(reply, 'lb_session');
  }
}

function view({ user: { email, name, role }, operator }: Viewer): SessionView {
  return { user: { email, name, role }, operator };
}
