import { identifiedPermission, ownAccount, type Requirement } from './roles.js';

/** Who is calling. First argument of every service method. */
export interface Actor {
  readonly kind: 'customer' | 'staff' | 'agent' | 'system' | 'anonymous';
  readonly id: string;
  readonly permissions: ReadonlySet<string>;
  /** The customer an agent acts for; it never sees more than that customer. */
  readonly onBehalfOf?: string;
  /** Staff only. */
  readonly role?: string;
  /** The login that the access token belongs to. */
  readonly sessionId?: string;
  /** Set when it is not the person who calls, but a program with a key of theirs. */
  readonly apiKeyId?: string;
  /** Set when it is an app that calls, with a token that the person has let it have. Its `requestsPerMinute` is that of this grant. */
  readonly grantId?: string;
  /** What that key or grant is for. `permissions` are those of them that its owner holds at this moment. */
  readonly scopes?: ReadonlySet<string>;
  /** The limit of that key or grant, beside those of the routes. */
  readonly requestsPerMinute?: number;
  /** Staff who must set up their second factor first: they hold no permission until then. */
  readonly lacksSecondFactor?: boolean;
}

/** Which people a route is for, whatever they may do. */
export type Audience = 'customer' | 'staff';

/** Whoever has not said who they are: they register, log in, reset a password. */
export const anonymousActor: Actor = { kind: 'anonymous', id: 'anonymous', permissions: new Set() };

/** The program itself, doing what nobody asked for at this moment. @param task such as `erasure` */
export function systemActor(task: string): Actor {
  return { kind: 'system', id: task, permissions: new Set() };
}

export function mayDo(actor: Actor, requirement: Requirement): boolean {
  if (requirement === identifiedPermission) return true;
  if (requirement === ownAccount) return isPerson(actor);
  return actor.permissions.has(requirement);
}

/** Not a program: a key or an app cannot change the password of its owner, nor make keys. */
export function isPerson(actor: Actor): boolean {
  return (actor.kind === 'customer' || actor.kind === 'staff') && programOf(actor) === undefined;
}

/** Id of the key or grant of the program that calls in somebody's name; undefined when they do it themselves. */
export function programOf({ apiKeyId, grantId }: Actor): string | undefined {
  return apiKeyId ?? grantId;
}

/** The customer whose rows the actor may touch; null when it is not bound to one (staff, system). */
export function customerScope(actor: Actor): string | null {
  if (actor.kind === 'customer') return actor.id;
  return actor.onBehalfOf ?? null;
}

/** Whether `actor` is one of those a route is for. An agent counts as the customer it acts for. */
export function isFor(audience: Audience, actor: Actor): boolean {
  return audience === 'staff' ? actor.kind === 'staff' : customerScope(actor) !== null;
}

/** Software that acts for a customer: with that customer's permissions, and with nothing else. */
export function onBehalfOf(customer: Actor, agent: string): Actor {
  return {
    kind: 'agent',
    id: agent,
    permissions: customer.permissions,
    onBehalfOf: customerScope(customer) ?? undefined,
  };
}
