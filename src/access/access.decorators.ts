import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Actor, Audience } from './actor.js';
import type { Requirement } from './roles.js';

export const REQUIREMENT_METADATA = 'access:requirement';
export const AUDIENCE_METADATA = 'access:audience';
export const PUBLIC_METADATA = 'access:public';
export const RESOURCE_METADATA = 'access:resource';

/** The permission a route needs. A route that declares neither this nor {@link Public} is refused to everybody. */
export const Requires = (requirement: Requirement) => SetMetadata(REQUIREMENT_METADATA, requirement);

/** Beside {@link Requires}: for routes about what only customers, or only staff, have. */
export const OnlyFor = (audience: Audience) => SetMetadata(AUDIENCE_METADATA, audience);

/** Open to the anonymous. */
export const Public = () => SetMetadata(PUBLIC_METADATA, true);

/** What apps can be let into: each its own audience of tokens (RFC 8707), at this path under the public address. */
export type AppResource = 'mcp';

/**
 * On a route or controller that belongs to what apps are let into: only there their tokens (`hso_…`) open something, and a refusal tells an
 * app how to get one (`www-authenticate`, RFC 9728). Everywhere else such a token is that of nobody.
 */
export const ForApps = (resource: AppResource) => SetMetadata(RESOURCE_METADATA, resource);

/** Who may call: everybody, whoever fulfils the requirement, or, where nothing is declared, nobody. */
export type RouteAccess = 'public' | Requirement | 'nobody';

/** What the handler says wins over what its controller says: one that requires something is closed, also in a public controller. */
export function accessOf(handler: object, controller: object): RouteAccess {
  for (const declared of [handler, controller]) {
    if (Reflect.getMetadata(PUBLIC_METADATA, declared)) return 'public';
    const requirement: Requirement | undefined = Reflect.getMetadata(REQUIREMENT_METADATA, declared);
    if (requirement) return requirement;
  }
  return 'nobody';
}

/** The caller, set by the guard; absent only on public routes. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor =>
    context.switchToHttp().getRequest<{ actor: Actor }>().actor,
);
