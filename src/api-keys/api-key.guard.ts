import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { bearerCredential } from '#libs/http';
import type { Actor } from '../access/actor.js';
import { keyMark } from './api-key.form.js';
import { ApiKeyCache } from './api-key-cache.js';

interface Request {
  headers: { authorization?: string };
  actor?: Actor;
}

/**
 * Sets `request.actor` from an API key, wherever an access token could stand, and lets everybody pass, as the guard of the sessions
 * does, which leaves keys alone.
 */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(private readonly keys: ApiKeyCache) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const { authorization } = request.headers;
    const key = authorization && bearerCredential(authorization);
    if (!key?.startsWith(keyMark)) return true;
    const actor = this.keys.actorOf(key);
    return actor instanceof Promise ? actor.then((found) => pass(request, found)) : pass(request, actor);
  }
}

function pass(request: Request, actor: Actor | null): true {
  if (actor) request.actor = actor;
  return true;
}
