// Who calls, with an access token or an API key, where no guard stands: over a socket, and on a connection that outlives its request.
import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { SessionCallersService } from '../sessions/session-callers.service.js';
import { keyMark } from './api-key.form.js';
import { ApiKeyCache } from './api-key-cache.js';

@Injectable()
export class CallersService {
  constructor(
    private readonly keys: ApiKeyCache,
    private readonly sessions: SessionCallersService,
  ) {}

  /** Null for whatever opens nothing at this moment. */
  async actorOf(credential: string): Promise<Actor | null> {
    return credential.startsWith(keyMark) ? this.keys.actorOf(credential) : this.sessions.actorOf(credential);
  }

  /** Somebody who was let in before, with what they may do now; null when they would not be let in any more. */
  again(actor: Actor): Promise<Actor | null> {
    return actor.apiKeyId === undefined ? this.sessions.again(actor) : this.keys.actorOfId(actor.apiKeyId);
  }
}
