import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { accessOf, AUDIENCE_METADATA } from './access.decorators.js';
import { Forbidden, Unauthenticated } from './access.errors.js';
import { isFor, mayDo, type Actor, type Audience } from './actor.js';

/**
 * May the caller do this? Runs after the guard that finds out who it is. A route that declares nothing is closed to everybody, and so is what
 * a socket can ask for.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    const access = accessOf(handler, controller);
    if (access === 'public') return true;

    // Of a socket it is the socket itself.
    const actor = context.switchToHttp().getRequest<{ actor?: Actor }>().actor;
    if (!actor) throw new Unauthenticated();
    const audience = this.reflector.getAllAndOverride<Audience | undefined>(AUDIENCE_METADATA, [
      handler,
      controller,
    ]);
    if (audience && !isFor(audience, actor)) throw new Forbidden(`to be a ${audience}`);
    if (access === 'nobody') throw new Forbidden('a declared permission');
    if (!mayDo(actor, access)) throw new Forbidden(access);
    return true;
  }
}
