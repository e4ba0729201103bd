import { Body, Controller, Delete, Get, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { RateClass, Returns, ReturnsNothing } from '#libs/http';
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
  @ApiOperation({ summary: 'Where you are logged in' })
  @Returns(sessionsView)
  list(@CurrentActor() actor: Actor) {
    return this.sessions.list(actor);
  }

  @Delete('sessions/:id')
  @ApiOperation({ summary: 'End one of your sessions' })
  @ReturnsNothing()
  revoke(
    @CurrentActor() actor: Actor,
    @Param({ schema: sessionParams }) { id }: z.output<typeof sessionParams>,
  ) {
    return this.sessions.revoke(actor, id);
  }

  @Post('logout')
  @ApiOperation({ summary: 'End this session, or all of yours; also of a session cookie' })
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
  @ApiOperation({ summary: 'Use this session in a browser page, by a cookie that scripts cannot read' })
  @Returns(csrfView, { description: 'The cookie is set; the one before it does not work any more.' })
  async beginInBrowser(@CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply) {
    reply.header('set-cookie', await this.browsers.begin(actor));
    return { csrfToken: this.browsers.csrfTokenOf(actor) };
  }

  @Get('csrf')
  @ApiOperation({ summary: 'What a page sends with changes that it makes by its session cookie' })
  @Returns(csrfView)
  csrf(@CurrentActor() actor: Actor) {
    return { csrfToken: this.browsers.csrfTokenOf(actor) };
  }
}
