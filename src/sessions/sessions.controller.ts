import { Body, Controller, Delete, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Operation, RateClass, ReturnsView, ReturnsNothing } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { BrowserSessions } from './browser-sessions.js';
import { OwnSessionsService } from './own-sessions.service.js';
import { csrfView, logoutInput, sessionParams, sessionsView, type LogoutInput } from './sessions.schemas.js';

/** For whoever is signed in, customers and staff alike. */
@ApiTags('Sessions')
@Controller('auth')
@Requires('self')
export class SessionsController {
  constructor(
    private readonly sessions: OwnSessionsService,
    private readonly browsers: BrowserSessions,
  ) {}

  @Get('sessions')
  @Operation({
    id: 'listSessions',
    summary: 'List your sessions',
    description: 'Returns all sessions that are open, including the one that asks.',
  })
  @ReturnsView(sessionsView)
  list(@CurrentActor() actor: Actor) {
    return this.sessions.list(actor);
  }

  @Delete('sessions/:id')
  @Operation({
    id: 'revokeSession',
    summary: 'Revoke one of your sessions',
    description: 'Its tokens are refused from their next request on.',
    codes: ['SESSION_NOT_FOUND'],
  })
  @ReturnsNothing()
  revoke(
    @CurrentActor() actor: Actor,
    @Param({ schema: sessionParams }) { id }: z.output<typeof sessionParams>,
  ) {
    return this.sessions.revoke(actor, id);
  }

  @Post('logout')
  @Operation({
    id: 'logOut',
    summary: 'Log out',
    description: 'Ends this session, or all of yours, including the session of a cookie.',
  })
  @ReturnsNothing()
  logOut(
    @CurrentActor() actor: Actor,
    @Body({ schema: logoutInput }) input: LogoutInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    reply.header('set-cookie', this.browsers.endingCookie());
    return this.sessions.logOut(actor, input);
  }

  @Post('cookie')
  @RateClass('auth')
  @Operation({
    id: 'startBrowserSession',
    summary: 'Start a browser session',
    description: 'Sets a cookie that scripts cannot read. An earlier cookie of this session stops working.',
    codes: ['SESSION_NOT_FOUND'],
  })
  @ReturnsView(csrfView, { description: 'The cookie is set; the one before it does not work any more.' })
  async beginInBrowser(@CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    reply.header('set-cookie', await this.browsers.begin(actor));
    return { csrfToken: this.browsers.csrfTokenOf(actor) };
  }

  @Get('csrf')
  @Operation({
    id: 'getCsrfToken',
    summary: 'Get a CSRF token',
    description:
      'Pages that use a session cookie send it as `x-csrf-token` with everything that may change something.',
    codes: ['SESSION_NOT_FOUND'],
  })
  @ReturnsView(csrfView)
  csrf(@CurrentActor() actor: Actor) {
    return { csrfToken: this.browsers.csrfTokenOf(actor) };
  }
}
