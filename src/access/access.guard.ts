import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AUDIENCE, PUBLIC, REQUIREMENT } from './access.decorators.js';
import { Forbidden, Unauthenticated } from './access.errors.js';
import { isFor, may, type Actor, type Audience } from './actor.js';
import type { Requirement } from './roles.js';

/** May the caller do this? Runs after the guard that finds out who it is. A route that declares nothing is closed to everybody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const declared = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, declared)) return true;

    const actor = context.switchToHttp().getRequest<{ actor?: Actor }>().actor;
    if (!actor) throw new Unauthenticated();
    const audience = this.reflector.getAllAndOverride<Audience | undefined>(AUDIENCE, declared);
    if (audience && !isFor(audience, actor)) throw new Forbidden(`to be a ${audience}`);
    const requirement = this.reflector.getAllAndOverride<Requirement | undefined>(REQUIREMENT, declared);
    if (!requirement || !may(actor, requirement)) throw new Forbidden(requirement ?? 'a declared permission');
    return true;
  }
}
