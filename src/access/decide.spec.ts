import * as fc from 'fast-check';
import { isFor, mayDo, onBehalfOf, type Actor } from './actor.js';
import { decideAccess, type AccessQuestion } from './decide.js';
import { identifiedPermission, ownAccount, permissions, type Requirement } from './roles.js';

const customer: Actor = { kind: 'customer', id: 'asha', permissions: new Set(['bookings.read']) };
const staff: Actor = { kind: 'staff', id: 'meera', role: 'viewer', permissions: new Set(['bookings.read']) };
const theirKey: Actor = { ...staff, apiKeyId: 'k', scopes: new Set(['bookings.read', 'staff.read']) };
const asked = (question: Partial<AccessQuestion>): AccessQuestion => ({
  actor: staff,
  access: 'bookings.read',
  holders: ['viewer'],
  ...question,
});
/** The rule that refused. */
const refusedBy = (question: Partial<AccessQuestion>) =>
  decideAccess(asked(question)).steps.find(({ outcome }) => outcome === 'failed')?.rule;

describe('a decision', () => {
  it('passes when every rule does, and shows each of them', () => {
    const { allowed, steps } = decideAccess(asked({}));
    expect(allowed).toBe(true);
    expect(steps.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
      'declaration passed',
      'identity passed',
      'account passed',
      'audience skipped',
      'credential skipped',
      'second_factor passed',
      'scope skipped',
      'permission passed',
      'ownership skipped',
      'domain skipped',
    ]);
  });

  const booking = (id: string) => ({ type: 'booking', owner: { kind: 'customer' as const, id } });
  it.each<[string, Partial<AccessQuestion>, string]>([
    ['what declares nothing', { access: 'nobody' }, 'declaration'],
    ['the anonymous', { actor: undefined }, 'identity'],
    ['an account that is suspended', { isActive: false }, 'account'],
    ['customers where only staff are meant', { actor: customer, audience: 'staff' }, 'audience'],
    ['staff where only customers are meant', { audience: 'customer' }, 'audience'],
    ['an API key at its owner’s account', { actor: theirKey, access: ownAccount }, 'credential'],
    [
      'an agent at its customer’s account',
      { actor: onBehalfOf(customer, 'a'), access: 'self' },
      'credential',
    ],
    ['staff without their second factor', { actor: { ...staff, lacksSecondFactor: true } }, 'second_factor'],
    ['a key for something else', { actor: theirKey, access: 'users.read' }, 'scope'],
    ['a key whose owner no longer may', { actor: theirKey, access: 'staff.read' }, 'permission'],
    ['a role without the permission', { access: 'staff.read' }, 'permission'],
    ['another customer', { actor: customer, object: booking('ravi') }, 'ownership'],
    ['what is not there', { actor: customer, object: { type: 'booking', owner: null } }, 'ownership'],
    ['staff at somebody’s own session', { access: 'self', object: booking('asha') }, 'ownership'],
    ['what the domain refuses', { refusal: 'ROLE_NOT_YOURS: it is above you' }, 'domain'],
  ])('refuses %s', (_, question, rule) => expect(refusedBy(question)).toBe(rule));

  it('lets the owner at what is theirs, and staff at what they may see', () => {
    expect(decideAccess(asked({ actor: customer, object: booking('asha') })).allowed).toBe(true);
    expect(decideAccess(asked({ actor: staff, object: booking('asha') })).allowed).toBe(true);
  });

  it('does not blame the anonymous for what was refused before anybody was known', () => {
    const { steps } = decideAccess(asked({ actor: undefined, refusal: 'CSRF_REFUSED: no token' }));
    expect(steps.filter(({ outcome }) => outcome !== 'skipped')).toEqual([
      { rule: 'domain', outcome: 'failed', detail: 'CSRF_REFUSED: no token' },
    ]);
  });

  it('asks nothing after the first refusal', () => {
    const { steps } = decideAccess(asked({ actor: undefined }));
    expect(steps.slice(2).every(({ outcome }) => outcome === 'skipped')).toBe(true);
  });

  it('says of an app what it was not given', () => {
    const actor: Actor = {
      ...customer,
      apiKeyId: undefined,
      grantId: 'g',
      scopes: new Set(['bookings.read']),
    };
    const { steps } = decideAccess(asked({ actor, access: 'bookings.create' }));
    expect(steps.find(({ outcome }) => outcome === 'failed')).toEqual({
      rule: 'scope',
      outcome: 'failed',
      detail: 'The consent that the app was given is not for this.',
    });
  });

  it('names the roles that hold the permission', () => {
    const { steps } = decideAccess(asked({ access: 'staff.read', holders: ['admin', 'ops_lead'] }));
    expect(steps.find(({ rule }) => rule === 'permission')?.detail).toBe(
      'The role viewer does not hold `staff.read`. Roles that hold it: admin, ops_lead.',
    );
  });

  it('agrees with the guard, whoever asks for whatever', () => {
    const anyActor = fc.record({
      kind: fc.constantFrom('customer' as const, 'staff' as const),
      id: fc.constant('somebody'),
      held: fc.subarray([...permissions]),
      scopes: fc.option(fc.subarray([...permissions]), { nil: undefined }),
    });
    const anyAccess = fc.constantFrom<Requirement>(ownAccount, identifiedPermission, ...permissions);
    const anyAudience = fc.constantFrom('customer' as const, 'staff' as const, null);
    fc.assert(
      fc.property(anyActor, anyAccess, anyAudience, ({ held, scopes, ...who }, access, audience) => {
        const isKey = scopes !== undefined;
        const effective = isKey ? held.filter((permission) => scopes.includes(permission)) : held;
        const actor: Actor = {
          ...who,
          permissions: new Set(effective),
          ...(isKey && { apiKeyId: 'k', scopes: new Set(scopes) }),
        };
        const guard = mayDo(actor, access) && (audience === null || isFor(audience, actor));
        expect(decideAccess({ actor, access, audience, holders: [] }).allowed).toBe(guard);
      }),
    );
  });
});
