import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { bearerCredential } from '#libs/http';
import { RESOURCE_METADATA, type AppResource } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { GrantCallersService } from './grant-callers.service.js';
import { accessMark } from './token.form.js';

interface Request {
  headers: { authorization?: string };
  actor?: Actor;
}

/**
 * Sets `request.actor` from the token of an app, on routes that are declared `@ForApps`, and lets everybody pass, as the guards of sessions
 * and keys do. On every other route the token is that of nobody: it was made for another audience.
 */
@Injectable()
export class OAuthGuard implements CanActivate {
  constructor(
    private readonly callers: GrantCallersService,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    const { authorization } = request.headers;
    const token = authorization && bearerCredential(authorization);
    if (!token?.startsWith(accessMark)) return true;
    const declared = [context.getHandler(), context.getClass()];
    const resource = this.reflector.getAllAndOverride<AppResource | undefined>(RESOURCE_METADATA, declared);
    return resource === undefined || this.enter(request, token, resource);
  }

  private async enter(request: Request, token: string, resource: AppResource): Promise<true> {
    const actor = await this.callers.actorOf(token, resource);
    if (actor) request.actor = actor;
    return true;
  }
}
