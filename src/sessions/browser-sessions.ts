// Sessions that a page of ours uses by a cookie instead of a token. The cookie goes along by itself, so a change needs a proof
// beside it that the page sent it: a mark on the session that another site can neither read nor make.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { digestOf, newToken, SecretBox } from '#libs/secrets';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { SessionCache } from './session-cache.js';
import { cookieIn, cookieText, isFromOurPage, isSafe, type BrowserRequest } from './session-cookie.js';
import { Session } from './session.entity.js';

const cookiePurpose = 'session-cookie';
const csrfPurpose = 'csrf-token';
export const csrfHeader = 'x-csrf-token';

@Injectable()
export class BrowserSessions {
  private readonly isSecure: boolean;

  constructor(
    private readonly em: EntityManager,
    private readonly live: SessionCache,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    settings: Settings,
  ) {
    this.isSecure = settings.NODE_ENV === 'production';
  }

  /** Lets a browser use the session of the caller until it ends. One at a time: the cookie before it is worth nothing from now on. @returns the header `set-cookie` */
  async begin(actor: Actor): Promise<string> {
    const now = this.clock.now();
    const value = this.secrets.stamp(cookiePurpose, newToken());
    const id = sessionOf(actor);
    const session = await this.em.findOne(Session, { id });
    if (!session?.isAlive(now)) throw new NotFound('Session', id);
    session.cookieHash = digestOf(value);
    await this.em.flush();
    const maxAge = Math.floor((session.expiresAt.getTime() - now.getTime()) / 1000);
    return cookieText({ isSecure: this.isSecure, value, maxAge });
  }

  /** The header `set-cookie` by which the browser throws it away. */
  endingCookie(): string {
    return cookieText({ isSecure: this.isSecure, value: '', maxAge: 0 });
  }

  csrfTokenOf(actor: Actor): string {
    return this.secrets.mark(csrfPurpose, sessionOf(actor));
  }

  /** Who a page acts for; null without a cookie of a session that lives. One that was made up is not looked up: no limiter was asked yet. */
  async actorOf(cookieHeader: string): Promise<Actor | null> {
    const value = cookieIn(cookieHeader, this.isSecure);
    if (value === undefined || !this.secrets.isStamped(cookiePurpose, value)) return null;
    return this.live.actorOfCookie(digestOf(value));
  }

  /** Whether it was the page that sent it: asked of everything that may change something. */
  isMeant(request: BrowserRequest, actor: Actor): boolean {
    if (isSafe(request.method)) return true;
    const token = request.headers[csrfHeader];
    return (
      isFromOurPage(request) &&
      typeof token === 'string' &&
      this.secrets.isMark(csrfPurpose, sessionOf(actor), token)
    );
  }
}

/** Whoever is signed in has one; programs with a key do not come here. */
function sessionOf(actor: Actor): string {
  if (actor.sessionId === undefined) throw new NotFound('Session', actor.id);
  return actor.sessionId;
}
