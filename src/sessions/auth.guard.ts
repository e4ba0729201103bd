import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { bearerCredential, inProcessCaller } from '#libs/http';
import { PUBLIC_METADATA } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { BrowserSessions } from './browser-sessions.js';
import { SessionCallersService } from './session-callers.service.js';
import type { BrowserRequest } from './session-cookie.js';
import { CsrfRefused } from './sessions.errors.js';

interface Request extends BrowserRequest {
  headers: Record<string, string | undefined>;
  actor?: Actor;
}

/** API keys and the tokens of apps come the same way, and have guards of their own. */
const others = /^hs[ko]_/;

/**
 * Who is calling? Sets `request.actor` from a valid bearer token of a live session, or without one from a session cookie, and lets
 * everybody pass: the limiter counts callers by it, and the access guard refuses those who are nobody.
 *
 * Answers at once, without a promise, where the token and its session were seen a moment ago.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly callers: SessionCallersService,
    private readonly browsers: BrowserSessions,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    // Who calls over a socket was found out when it was opened, and is asked again with every message (src/realtime).
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const ourselves = inProcessCaller<Actor>(request);
    if (ourselves) return enter(request, ourselves);
    const { authorization, cookie } = request.headers;
    if (authorization === undefined)
      return cookie === undefined || this.enterByCookie(context, request, cookie);
    const token = bearerCredential(authorization);
    if (token === undefined || others.test(token)) return true;

    const actor = this.callers.actorOf(token);
    return actor instanceof Promise ? actor.then((found) => enter(request, found)) : enter(request, actor);
  }

  /** @throws CsrfRefused; where anybody may call, the caller is nobody instead: browsers send reports and logins with the cookie as well */
  private async enterByCookie(context: ExecutionContext, request: Request, cookie: string): Promise<boolean> {
    const actor = await this.browsers.actorOf(cookie);
    if (!actor || this.browsers.isMeant(request, actor)) return enter(request, actor);
    if (!this.reflector.getAllAndOverride(PUBLIC_METADATA, [context.getHandler(), context.getClass()]))
      throw new CsrfRefused();
    return true;
  }
}

function enter(request: Request, actor: Actor | null): true {
  if (actor) request.actor = actor;
  return true;
}
