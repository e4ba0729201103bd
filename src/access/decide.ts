// May somebody do something, and why: the rules one after the other, as they are explained. What decides on a request is `may`
// (actor.ts), which asks the same and says no more than yes or no.
import { customerScope, isFor, isPerson, type Actor, type Audience } from './actor.js';
import type { ResourceOwner } from './resource-owners.js';
import { identifiedPermission, ownAccount } from './roles.js';
import type { RouteAccess } from './access.decorators.js';

export const accessRules = [
  'declaration',
  'identity',
  'account',
  'audience',
  'credential',
  'second_factor',
  'scope',
  'permission',
  'ownership',
  'domain',
] as const;
export type AccessRule = (typeof accessRules)[number];
export const decisionOutcomes = ['passed', 'failed', 'skipped'] as const;

export interface DecisionStep {
  rule: AccessRule;
  outcome: (typeof decisionOutcomes)[number];
  /** A sentence for staff. */
  detail: string;
}

export interface AccessDecision {
  allowed: boolean;
  /** In the order in which they were asked. After the first that failed nothing is asked any more. */
  steps: DecisionStep[];
}

export interface AccessQuestion {
  /** Undefined when nobody has said who calls. */
  actor: Actor | undefined;
  access: RouteAccess;
  audience?: Audience | null;
  /** Default true: whoever has come as far as a request could sign in. */
  isActive?: boolean;
  /** Names of the roles that hold the permission that is asked for. */
  holders: readonly string[];
  /** What it is done to. */
  object?: { type: string; owner: ResourceOwner | null };
  /** What a domain said that all the rules before it let pass. */
  refusal?: string;
}

type Verdict = Omit<DecisionStep, 'rule'>;

const passed = (detail: string): Verdict => ({ outcome: 'passed', detail });
const failed = (detail: string): Verdict => ({ outcome: 'failed', detail });
const skipped = (detail: string): Verdict => ({ outcome: 'skipped', detail });

const judgements: Readonly<Record<AccessRule, (question: AccessQuestion) => Verdict>> = {
  declaration: ({ access }) => {
    if (access === 'nobody') return failed('Nothing is declared: it is closed to everybody.');
    return passed(access === 'public' ? 'It is open to everybody.' : `It takes \`${access}\`.`);
  },

  identity: ({ actor, access }) => {
    if (access === 'public') return skipped('Nobody needs to say who they are.');
    return actor ? passed(`The caller is ${actor.kind} ${actor.id}.`) : failed('Nobody has said who calls.');
  },

  account: ({ access, isActive = true }) => {
    if (access === 'public') return skipped('No account is needed.');
    return isActive
      ? passed('The account may be used.')
      : failed('The account is locked, suspended or gone.');
  },

  audience: ({ actor, audience }) => {
    if (!audience) return skipped('It is for customers and staff alike.');
    const isMeant = actor !== undefined && isFor(audience, actor);
    return isMeant ? passed(`It is for ${plural[audience]}.`) : failed(`It is for ${plural[audience]} only.`);
  },

  credential: ({ actor, access }) => {
    if (access !== ownAccount) return skipped('An API key or an app will do as well.');
    const detail = 'One’s own account takes signing in: an API key or a program will not do.';
    return actor && isPerson(actor) ? passed('The person has signed in.') : failed(detail);
  },

  second_factor: ({ actor, access }) => {
    if (!takesPermission(access)) return skipped('It is open before a second factor is set up.');
    return actor?.lacksSecondFactor
      ? failed('The role asks for a second factor, which is not set up: no permission holds until then.')
      : passed('No second factor is missing.');
  },

  scope: ({ actor, access }) => {
    if (!takesPermission(access) || !actor?.scopes) return skipped('Neither an API key nor an app is used.');
    return actor.scopes.has(access)
      ? passed(`The ${programWord(actor)} is for this.`)
      : failed(`The ${programWord(actor)} is not for this.`);
  },

  permission: ({ actor, access, holders }) => {
    if (!takesPermission(access)) return skipped('It takes no permission.');
    const isHeld = actor?.permissions.has(access) ?? false;
    const detail = `${holderOf(actor)} ${isHeld ? 'holds' : 'does not hold'} \`${access}\`. ${rolesThatHold(holders)}`;
    return isHeld ? passed(detail) : failed(detail);
  },

  ownership: ({ actor, access, object }) => {
    if (!object) return skipped('No object was named.');
    const { type, owner } = object;
    if (!owner) return failed(`There is no such ${type} (answered as 404).`);
    const bound = !takesPermission(access) || (actor !== undefined && customerScope(actor) !== null);
    if (!bound) return passed('Staff see what their permissions allow, whoever owns it.');
    return actor && owns(actor, owner)
      ? passed(`The ${type} is the caller’s own.`)
      : failed(`The ${type} belongs to another ${owner.kind} (answered as 404).`);
  },

  domain: ({ refusal }) =>
    refusal ? failed(refusal) : skipped('What else the domain asks is known when it is done.'),
};

function programWord({ grantId }: Actor): string {
  return grantId === undefined ? 'API key' : 'consent that the app was given';
}

/** Pure: the same question has the same answer. */
export function decideAccess(question: AccessQuestion): AccessDecision {
  const steps: DecisionStep[] = [];
  let allowed = true;
  for (const rule of accessRules) {
    const verdict: Verdict = allowed ? judge(rule, question) : skipped('A rule before it has refused.');
    allowed &&= verdict.outcome !== 'failed';
    steps.push({ rule, ...verdict });
  }
  return { allowed, steps };
}

/** The anonymous are answered 401: where nobody is known and it was refused all the same, that was before anybody was asked for. */
function judge(rule: AccessRule, question: AccessQuestion): Verdict {
  const isEarly = question.refusal !== undefined && !question.actor && rule !== 'domain';
  return isEarly ? skipped('It was refused before it was known who calls.') : judgements[rule](question);
}

/** Rather than being open, to everybody or to whoever says who they are. */
export function takesPermission(access: RouteAccess): boolean {
  return ![ownAccount, identifiedPermission, 'public', 'nobody'].includes(access);
}

const plural = { customer: 'customers', staff: 'staff' } as const;

function owns(actor: Actor, owner: ResourceOwner): boolean {
  const customer = customerScope(actor);
  return owner.kind === 'customer' ? owner.id === customer : actor.kind === 'staff' && owner.id === actor.id;
}

function holderOf(actor: Actor | undefined): string {
  if (actor?.role) return `The role ${actor.role}`;
  return actor && customerScope(actor) !== null ? 'A customer' : 'The caller';
}

function rolesThatHold(holders: readonly string[]): string {
  return holders.length > 0 ? `Roles that hold it: ${holders.join(', ')}.` : 'No role holds it.';
}
