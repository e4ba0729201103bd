import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { AccessTokens } from './access-tokens.js';
import { ActiveCustomers } from './active-customers.js';

interface Request {
  headers: { authorization?: string };
  actor?: Actor;
}

/**
 * Who is calling? Sets `request.actor` from a valid bearer token of an active customer and lets everybody pass: the limiter counts
 * callers by it, and the access guard refuses those who are nobody.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly customers: ActiveCustomers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { authorization } = request.headers;
    if (!authorization?.startsWith('Bearer ')) return true;
    const actor = this.tokens.actorOf(authorization.slice('Bearer '.length));
    if (actor && (await this.customers.includes(actor.id))) request.actor = actor;
    return true;
  }
}
