// Every route and tool against everybody: what the declarations say must be what is answered, cell by cell. Routes are discovered; a new
// one needs nothing here unless customers own what it names.
import type { LightMyRequestResponse } from 'fastify';
import { Job } from '#libs/jobs';
import { newId } from '#libs/orm';
import { ToolRegistry } from '#libs/tools';
import { AccessDecision } from '../../src/access/access-decision.entity.js';
import { isFor, mayDo, onBehalfOf, type Actor } from '../../src/access/actor.js';
import { ResourceOwners } from '../../src/access/resource-owners.js';
import { customerGrants, roleGrants, staffRoles, type Permission } from '../../src/access/roles.js';
import { RouteTable, type TableRoute } from '../../src/access/route-table.js';
import { CallbackRequest } from '../../src/callbacks/callback-request.entity.js';
import { ComplaintAttachment } from '../../src/complaints/attachments/attachment.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { Conversation, Message } from '../../src/conversations/conversation.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { Quote } from '../../src/pricing/quotes/quote.entity.js';
import { SlotHold } from '../../src/slots/slot-hold.entity.js';
import { castIn, type Player } from '../support/cast.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { Photograph } from '../../src/photographs/photograph.entity.js';
import { givenApps } from '../support/given-apps.js';
import { browser } from '../support/push-service.js';

type Outcome = 'unauthenticated' | 'forbidden' | 'let in';

interface Caller {
  name: string;
  /** What the declarations are held against; undefined: the anonymous. */
  actor: Actor | undefined;
  /** To be used once where a call may change the caller: logged out, deleted. */
  fresh(): Promise<Partial<Player>>;
  /** Where it only reads. */
  player: Partial<Player>;
}

/** Nothing asks for it but the limiter: a key with this scope lacks the one that a route asks for. */
const scopeOfKey: Permission = 'system.unlimited';

let test: TestApp;
let given: Given;
let cast: (role: string) => Promise<Player>;
let routes: readonly TableRoute[];
let callers: Caller[];
beforeAll(async () => {
  test = await startApp({ settings: { API_KEY_RATE_LIMIT: 10_000 } });
  given = givenIn(test);
  cast = castIn(test);
  routes = test.app.get(RouteTable).all();
  callers = [
    { name: 'the anonymous', actor: undefined, fresh: async () => ({}), player: {} },
    ...(await Promise.all(
      ['customer', ...staffRoles].map(async (role) => ({
        name: role,
        actor: actorWith(role),
        fresh: () => cast(role),
        player: await cast(role),
      })),
    )),
    {
      name: 'a key of super_admin without the scope',
      actor: { ...actorWith('super_admin'), apiKeyId: 'k', permissions: new Set([scopeOfKey]) },
      fresh: keyOfAdmin,
      player: await keyOfAdmin(),
    },
  ];
});
afterAll(() => test.close());

function actorWith(role: string): Actor {
  const held = role === 'customer' ? customerGrants : roleGrants[role as keyof typeof roleGrants];
  return { kind: role === 'customer' ? 'customer' : 'staff', id: 'somebody', permissions: new Set(held) };
}

async function keyOfAdmin(): Promise<Partial<Player>> {
  const { headers } = await cast('super_admin');
  const payload = { name: 'A program', scopes: [scopeOfKey], password, requestsPerMinute: 10_000 };
  const made = await test.http({ method: 'POST', url: '/api/v1/api-keys', headers, payload });
  return { headers: { authorization: `Bearer ${made.json().key}` } };
}

/** The one table of expectations: worked out from what the route declares. */
function expected({ access, audience }: TableRoute, { actor }: Caller): Outcome {
  if (access === 'public') return 'let in';
  if (!actor) return 'unauthenticated';
  const isMeant = audience === null || isFor(audience, actor);
  return access !== 'nobody' && isMeant && mayDo(actor, access) ? 'let in' : 'forbidden';
}

function outcomeOf({ statusCode }: LightMyRequestResponse): Outcome {
  if (statusCode === 401) return 'unauthenticated';
  return statusCode === 403 ? 'forbidden' : 'let in';
}

/** With ids of nothing, and a body that no schema takes: what is let in goes no further than it must. */
async function ask(
  { method, path }: TableRoute,
  { headers }: Partial<Player>,
): Promise<LightMyRequestResponse> {
  const url = path.replace(/:\w+/g, newId());
  const send = (payload?: object) => test.http({ method: method as 'GET', url, headers, payload });
  const answer = await send(method === 'GET' || method === 'DELETE' ? undefined : { 'not a field': true });
  // It takes something else than JSON, and never asked who it is: without a body it does.
  return answer.statusCode === 415 ? send() : answer;
}

it('lets in whom the declaration of a route lets in, and nobody else', async () => {
  const offenders: string[] = [];
  const decisions = new Set<string>();
  let cells = 0;
  for (const route of routes) {
    for (const caller of callers) {
      const wanted = expected(route, caller);
      const changes = wanted === 'let in' && route.method !== 'GET';
      const answer = await ask(route, changes ? await caller.fresh() : caller.player);
      cells += 1;
      const cell = `${route.method} ${route.path} (${route.access}) by ${caller.name}`;
      const said = `answered ${answer.statusCode} ${answer.body.slice(0, 200)}`;
      if (outcomeOf(answer) !== wanted || answer.statusCode >= 500)
        offenders.push(`${cell}: expected ${wanted}, ${said}`);
      if (answer.statusCode !== 403) continue;
      const { decisionId } = answer.json();
      if (decisionId) decisions.add(decisionId);
      else offenders.push(`${cell}: refused without a decision, ${said}`);
    }
  }
  expect(offenders).toEqual([]);
  expect(cells).toBe(routes.length * (2 + staffRoles.length + 1));
  const known = await test.orm.em.fork().count(AccessDecision, { id: { $in: [...decisions] } });
  expect(known).toBe(decisions.size);
});

describe('what a customer owns', () => {
  /** Makes one for the customer and says its id, by the type under which its owners are registered. */
  const builders: Record<string, (owner: Player) => Promise<string>> = {
    booking: async ({ id }) => {
      const booking = await given.confirmedBooking({ customer: { id } as never });
      await given.review(booking);
      return booking.id;
    },
    photograph: async ({ id: customer }) => {
      const { id: booking } = await given.confirmedBooking({ customer: { id: customer } as never });
      const sent = { customer, byKind: 'customer', byId: customer, kind: 'problem' } as const;
      const file = { fileKey: newId(), width: 1, height: 1, sizeBytes: 1 };
      return inserted((em) => em.create(Photograph, { id: newId(), booking, ...sent, ...file }));
    },
    address: async ({ id }) => (await given.address({ id } as never)).id,
    session: async ({ headers }) => {
      const answer = await test.http({ url: '/api/v1/auth/sessions', headers });
      return answer.json().items[0].id;
    },
    api_key: async ({ headers }) => {
      const payload = { name: 'A program', scopes: ['bookings.read'], password };
      return (await test.http({ method: 'POST', url: '/api/v1/api-keys', headers, payload })).json().id;
    },
    connected_app: async ({ headers }) => {
      await givenApps(test.http).connect(headers);
      const answer = await test.http({ url: '/api/v1/users/me/connected-apps', headers });
      return answer.json().items[0].id;
    },
    job: ({ id }) =>
      inserted((em) => {
        const now = test.clock.now();
        const owner = { ownerKind: 'customer', ownerId: id } as const;
        return em.create(Job, {
          ...owner,
          type: 'test.job',
          cost: 'light',
          input: {},
          runAt: now,
          orderAt: now,
          result: null,
        });
      }),
    notification: ({ id }) =>
      inserted((em) =>
        em.create(Notification, {
          personKind: 'customer',
          personId: id,
          kind: 'job.completed',
          change: newId(),
          language: 'en',
          urgent: false,
          data: { jobId: newId(), jobType: 'a.job' },
        }),
      ),
    push_subscription: async ({ headers }) => {
      const payload = { endpoint: `https://push.example/${newId()}`, keys: browser().keys };
      const url = '/api/v1/notifications/push-subscriptions';
      return (await test.http({ method: 'POST', url, headers, payload })).json().id;
    },
    conversation: ({ id }) =>
      inserted((em) => em.create(Conversation, { customer: id, lastMessageAt: test.clock.now() })),
    message: ({ id }) =>
      inserted((em) => {
        const conversation = em.create(Conversation, { customer: id, lastMessageAt: test.clock.now() });
        return em.create(Message, { conversation, role: 'assistant', text: 'When?', agent: 'booking' });
      }),
    callback: ({ id }) =>
      inserted((em) =>
        em.create(CallbackRequest, { customer: id, reference: newId().slice(-12), about: 'The bill.' }),
      ),
    slot_hold: async ({ id }) => {
      const { provider, service } = await given.confirmedBooking();
      const [startsAt, endsAt] = [new Date('2026-12-01T04:30:00Z'), new Date('2026-12-01T05:30:00Z')];
      const times = { startsAt, endsAt, blockedFrom: startsAt, blockedUntil: endsAt, expiresAt: startsAt };
      const what = { customer: id, provider: provider.id, service: service.id, pincode: '560034' };
      return inserted((em) => em.create(SlotHold, { ...what, ...times }));
    },
    quote: async ({ id }) => {
      const { service, rateCard, pincode, startsAt } = await given.confirmedBooking();
      return inserted((em) =>
        em.create(Quote, {
          customer: id,
          service: service.id,
          rateCard,
          pincode,
          startsAt,
          quantity: 1,
          attributes: [],
          items: [],
          totalPaise: 0,
          currency: 'INR',
          expiresAt: startsAt,
        }),
      );
    },
    complaint: ({ id }) => inserted((em) => complaintOf(em, id)),
    complaint_attachment: ({ id }) =>
      inserted((em) =>
        em.create(ComplaintAttachment, {
          complaint: complaintOf(em, id),
          kind: 'pdf',
          name: 'bill.pdf',
          fileKey: newId(),
          sizeBytes: 1,
          byKind: 'customer',
          byId: id,
        }),
      ),
  };
  const complaintOf = (em: TestApp['orm']['em'], customer: string) =>
    em.create(Complaint, {
      customer,
      reference: newId().slice(-12),
      category: 'other',
      severity: 'low',
      subject: 'Late',
      description: 'Two hours late.',
    });

  /** Bodies that are taken, for routes that look at the body before they look at the object. */
  const bodies: Record<string, object> = {
    'PUT /api/v1/users/me/addresses/:id': {
      label: 'Home',
      line: '1, MG Road',
      landmark: null,
      pincode: '560034',
    },
    'POST /api/v1/bookings/:id/substitute/accept': { offerId: newId() },
    'POST /api/v1/bookings/:id/substitute/decline': { offerId: newId() },
    'POST /api/v1/bookings/:id/photographs': { kind: 'problem' },
    'PUT /api/v1/complaints/:id': { subject: 'Late', description: 'Three hours late.' },
    'POST /api/v1/complaints/:id/updates': { body: 'Any news?' },
    'POST /api/v1/complaints/:id/survey': { score: 5 },
    'POST /api/v1/bookings/:id/rate': { rating: 5 },
    'PUT /api/v1/bookings/:id/review': { rating: 5 },
    'PATCH /api/v1/users/me/addresses/:id': { label: 'Home' },
    'PATCH /api/v1/api-keys/:id': { name: 'Another name' },
    'PUT /api/v1/bookings/:id': { addressLine: '12, 5th Cross' },
    'PATCH /api/v1/bookings/:id': { notes: 'Ring twice.' },
    'POST /api/v1/bookings/:id/reschedule': { startsAt: '2026-11-23T10:00:00+05:30' },
    'POST /api/v1/bookings/:id/reschedule-quote': { startsAt: '2026-11-23T10:00:00+05:30' },
    'POST /api/v1/api-keys/:id/rotate': { password },
    'PUT /api/v1/chat/messages/:messageId/rating': { rating: 'up' },
  };

  /** Named in a query or a body, not in the path. */
  const elsewhere: { type: string; method: 'GET' | 'POST'; url: string; payload?: object }[] = [
    { type: 'conversation', method: 'GET', url: '/api/v1/chat/history?sessionId=:id' },
    {
      type: 'conversation',
      method: 'POST',
      url: '/api/v1/chat/message',
      payload: { message: 'hello', sessionId: ':id' },
    },
  ];

  async function inserted(make: (em: TestApp['orm']['em']) => { id: string }): Promise<string> {
    const em = test.orm.em.fork();
    const { id } = make(em);
    await em.flush();
    return id;
  }

  /** `/bookings/:id/cancel` names a booking; undefined where nothing that has an owner is named. */
  function typeIn(path: string): string | undefined {
    const [, plural] = /([\w-]+)\/:\w+/.exec(path) ?? [];
    const types = test.app.get(ResourceOwners, { strict: false }).types();
    return types.find((type) => plural && [`${type}s`, `${type}es`].includes(plural.replaceAll('-', '_')));
  }

  it('is there for that customer, and for no other', async () => {
    const other = await cast('customer');
    const customers = callers.find(({ name }) => name === 'customer')!;
    const named = routes
      .filter((route) => route.access !== 'public' && expected(route, customers) === 'let in')
      .flatMap(({ method, path }) => {
        const type = typeIn(path);
        const payload =
          method === 'GET' || method === 'DELETE' ? undefined : (bodies[`${method} ${path}`] ?? {});
        return type ? [{ type, method, url: path, payload }] : [];
      });
    const offenders: string[] = [];
    for (const { type, method, url, payload } of [...named, ...elsewhere]) {
      const owner = await cast('customer');
      const id = await builders[type]?.(owner);
      const withId = JSON.stringify({ url, payload }).replaceAll(/:\w*[iI]d\b/g, id ?? 'nothing');
      const request = (by: Player) =>
        test.http({ method: method as 'GET', headers: by.headers, ...JSON.parse(withId) });
      const [theirs, ours] = [await request(other), await request(owner)];
      if (theirs.statusCode !== 404)
        offenders.push(`${method} ${url} by another: ${theirs.statusCode} ${theirs.body}`);
      if ([401, 403, 404].includes(ours.statusCode) || ours.statusCode >= 500)
        offenders.push(`${method} ${url} by its owner: ${ours.statusCode} ${ours.body}`);
    }
    expect(offenders).toEqual([]);
    expect(new Set([...named, ...elsewhere].map(({ type }) => type))).toEqual(
      new Set([
        'address',
        'api_key',
        'booking',
        'callback',
        'complaint',
        'complaint_attachment',
        'connected_app',
        'conversation',
        'job',
        'message',
        'notification',
        'photograph',
        'push_subscription',
        'quote',
        'session',
        'slot_hold',
      ]),
    );
  });
});

it('refuses a tool to whoever lacks its permission, with a decision, and to nobody else', async () => {
  const registry = test.app.get(ToolRegistry);
  const customer = actorWith('customer');
  const hands = {
    customer,
    'an agent for a customer': onBehalfOf(customer, 'booking'),
    'an agent for a customer’s key without scopes': onBehalfOf(
      { ...customer, permissions: new Set() },
      'booking',
    ),
    ...Object.fromEntries(staffRoles.map((role) => [role, actorWith(role)])),
  };
  const offenders: string[] = [];
  for (const { name, permission } of registry.list()) {
    for (const [who, actor] of Object.entries(hands)) {
      const outcome = await registry.execute(actor, name, { 'not a field': true });
      const refusal = outcome.ok ? undefined : outcome.refusal;
      const isRefused = refusal?.code === 'FORBIDDEN';
      if (isRefused === actor.permissions.has(permission) || (isRefused && !refusal.data.decisionId))
        offenders.push(`${name} (${permission}) by ${who}: ${JSON.stringify(outcome)}`);
    }
  }
  expect(offenders).toEqual([]);
  expect(registry.list().length).toBeGreaterThan(0);
});
