import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AccessTokens } from './access-tokens.js';
import { LiveSessions } from './live-sessions.js';

interface Request {
  headers: { authorization?: string };
  actor?: Actor;
}

/**
 * Who is calling? Sets `request.actor` from a valid bearer token of a live session and lets everybody pass: the limiter counts
 * callers by it, and the access guard refuses those who are nobody.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly sessions: LiveSessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { authorization } = request.headers;
    if (!authorization?.startsWith('Bearer ')) return true;
    const claims = this.tokens.read(authorization.slice('Bearer '.length));
    const actor = claims && (await this.sessions.actorOf(claims));
    if (actor) request.actor = actor;
    return true;
  }
}
