// Whoever is refused can say so, and whoever is entitled to it can see why; and what a change of roles would do, before it is made.
import { Controller, ForbiddenException, Get, Module } from '@nestjs/common';
import { EntityManager, type MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AccessDecision } from '../../src/access/access-decision.entity.js';
import { Public, Requires } from '../../src/access/access.decorators.js';
import { Forbidden } from '../../src/access/access.errors.js';
import { DecisionsPersonalData } from '../../src/access/decisions.personal-data.js';
import { DecisionsService } from '../../src/access/decisions.service.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { castIn, type Player } from '../support/cast.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';

/** Refuses late: in the middle of a transaction, and as the framework does it. */
@Controller('late')
@Requires('identified')
class LateController {
  constructor(private readonly em: EntityManager) {}

  @Get('transaction')
  async inTransaction() {
    return this.em.transactional(async (em) => {
      await (em as SqlEntityManager).execute('select 1');
      throw new Forbidden('to come earlier');
    });
  }

  @Get('framework')
  framework() {
    throw new ForbiddenException('a secret of the framework');
  }
}

@Controller('open')
@Public()
class OpenController {
  @Get()
  open() {
    return {};
  }

  @Get('closed')
  @Requires('staff.read')
  closed() {
    return {};
  }
}

@Module({ controllers: [LateController, OpenController] })
class LateModule {}

let test: TestApp;
let given: Given;
let cast: (role: string) => Promise<Player>;
let customer: Player;
let other: Player;
let viewer: Player;
let lead: Player;
let manager: Player;
let admin: Player;
beforeAll(async () => {
  test = await startApp({
    modules: [LateModule],
    logLevel: 'error',
    settings: { REFRESH_TOKEN_SECONDS: 365 * 86_400 },
  });
  given = givenIn(test);
  cast = castIn(test);
  [customer, other] = [await cast('customer'), await cast('customer')];
  [viewer, lead, manager, admin] = [
    await cast('viewer'),
    await cast('ops_lead'),
    await cast('ops_manager'),
    await cast('super_admin'),
  ] as [Player, Player, Player, Player];
});
afterAll(() => test.close());

const get = (by: Player, path: string, query: Record<string, string> = {}) =>
  test.http({ url: `/api/v1/${path}`, query, headers: by.headers });
const routesPath = 'authz/routes';
const refused = async (by: Player, path = routesPath) => {
  const answer = await get(by, path);
  expect(answer.statusCode).toBe(403);
  return answer.json();
};
const rowsOf = ({ id }: Player) => test.orm.em.fork().count(AccessDecision, { actorId: id });
const stepsOf = (steps: { rule: string; outcome: string }[]) =>
  steps.filter(({ outcome }) => outcome !== 'skipped').map(({ rule, outcome }) => `${rule} ${outcome}`);

describe('a refusal', () => {
  it('tells the caller what it takes and where to look it up, and nothing more', async () => {
    const body = await refused(viewer);
    expect(body).toMatchObject({ code: 'FORBIDDEN', requires: 'staff.read' });
    expect(body.decisionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.keys(body).sort()).toEqual(
      [
        'code',
        'correlationId',
        'decisionId',
        'detail',
        'instance',
        'requires',
        'status',
        'title',
        'type',
      ].sort(),
    );
  });

  it('is explained to staff with the permission, and to nobody else', async () => {
    const { decisionId, correlationId } = await refused(viewer);
    const answer = await get(lead, `authz/decisions/${decisionId}`);
    expect(answer.json()).toMatchObject({
      id: decisionId,
      actorKind: 'staff',
      actorId: viewer.id,
      role: 'viewer',
      method: 'GET',
      route: '/api/v1/authz/routes',
      access: 'staff.read',
      code: 'FORBIDDEN',
    });
    const { steps } = answer.json();
    expect(stepsOf(steps)).toEqual([
      'declaration passed',
      'identity passed',
      'account passed',
      'second_factor passed',
      'permission failed',
    ]);
    expect(steps.find(({ rule }: { rule: string }) => rule === 'permission').detail).toMatch(
      /viewer does not hold `staff[.]read`.*super_admin, admin, ops_manager, ops_lead[.]$/,
    );
    expect(correlationId).toEqual(expect.any(String));
    for (const nobody of [viewer, customer]) await refused(nobody, `authz/decisions/${decisionId}`);
  });

  it('is unknown when it was made up', async () => {
    const answer = await get(lead, 'authz/decisions/019d45d6-0ddb-7692-9f4f-68a7e873909f');
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'DECISION_NOT_FOUND']);
  });

  it('can be looked up wherever it was made: in a transaction, by the framework', async () => {
    for (const [path, detail] of [
      ['late/transaction', 'FORBIDDEN: You may not do this.'],
      ['late/framework', 'FORBIDDEN: You may not do this.'],
    ] as const) {
      const body = await refused(customer, path);
      expect(JSON.stringify(body)).not.toContain('secret');
      const { steps } = (await get(lead, `authz/decisions/${body.decisionId}`)).json();
      expect(steps.at(-1)).toEqual({ rule: 'domain', outcome: 'failed', detail });
    }
  });

  it('of an API key says that the key is not for this', async () => {
    const payload = { name: 'Reports', scopes: ['catalogue.read'], password };
    const made = await test.http({
      method: 'POST',
      url: '/api/v1/api-keys',
      headers: admin.headers,
      payload,
    });
    expect(made.statusCode).toBe(201);
    const key = { id: 'key', headers: { authorization: `Bearer ${made.json().key}` } };
    const { decisionId } = await refused(key);
    const decision = (await get(lead, `authz/decisions/${decisionId}`)).json();
    expect(decision.apiKeyId).toBe(made.json().id);
    expect(stepsOf(decision.steps).at(-1)).toBe('scope failed');
  });

  it('because of a forged page says that, and blames nobody', async () => {
    const begun = await test.http({ method: 'POST', url: '/api/v1/auth/cookie', headers: viewer.headers });
    const cookie = String(begun.headers['set-cookie']).split(';')[0]!;
    const answer = await test.http({
      method: 'POST',
      url: '/api/v1/auth/logout',
      headers: { cookie },
      payload: {},
    });
    expect(answer.statusCode).toBe(403);
    const decision = (await get(lead, `authz/decisions/${answer.json().decisionId}`)).json();
    expect([decision.code, stepsOf(decision.steps)]).toEqual(['CSRF_REFUSED', ['domain failed']]);
  });

  it('is one decision while the same is asked again and again, and another one later', async () => {
    const [first, second] = [await refused(viewer), await refused(viewer)];
    expect(second.decisionId).toBe(first.decisionId);
    expect((await refused(manager, 'ops/audit')).decisionId).not.toBe(first.decisionId);
    test.clock.advance(61_000);
    expect((await refused(viewer)).decisionId).not.toBe(first.decisionId);
  });

  it('is one decision for many who are refused the same at the same moment', async () => {
    const person = await cast('viewer');
    const answers = await Promise.all(Array.from({ length: 30 }, () => refused(person)));
    expect(new Set(answers.map(({ decisionId }) => decisionId)).size).toBe(1);
    expect(await rowsOf(person)).toBe(1);
  });

  it('is not written down for each when somebody is refused more than a hundred things in an hour', async () => {
    const person = await cast('viewer');
    const decisions = test.app.get(DecisionsService);
    const actor = { kind: 'staff', id: person.id, permissions: new Set<string>() } as const;
    const refuse = (n: number) =>
      decisions.record({ actor, method: 'GET', route: `/${n}`, access: 'staff.read', code: 'X', detail: '' });
    const ids = await Promise.all(Array.from({ length: 150 }, (_, n) => refuse(n)));
    expect([new Set(ids).size, await rowsOf(person)]).toEqual([101, 101]);
    const rest = (await get(lead, `authz/decisions/${ids.at(-1)}`)).json();
    expect(rest).toMatchObject({ code: 'TOO_MANY_REFUSALS', actorId: person.id, route: '*' });
    expect(rest.steps).toMatchObject([{ outcome: 'failed', detail: expect.stringContaining('one by one') }]);
    // Others are not held to it, and neither are they an hour later.
    expect((await refused(await cast('viewer'))).decisionId).not.toBe(rest.id);
    test.clock.advance(3_600_000);
    expect(ids).not.toContain(await refuse(149));
  });

  it('stands even when it cannot be written down, which is logged', async () => {
    const sql = test.orm.em.fork() as unknown as SqlEntityManager;
    test.clock.advance(61_000);
    await sql.execute('alter table access_decisions rename to elsewhere');
    const body = await refused(viewer).finally(() =>
      sql.execute('alter table elsewhere rename to access_decisions'),
    );
    expect([body.requires, 'decisionId' in body]).toEqual(['staff.read', false]);
    // The next one is written down.
    expect((await refused(viewer)).decisionId).toEqual(expect.any(String));
    expect(test.log).toContainEqual(expect.objectContaining({ msg: 'decision not recorded' }));
  });

  it('is forgotten after thirty days', async () => {
    const old = await refused(viewer, 'ops/audit');
    test.clock.advance(29 * 86_400_000);
    const newer = await refused(viewer, 'ops/audit');
    test.clock.advance(86_400_000 + 1);
    await test.app.get(DecisionsService).removeOld();
    const known = await test.orm.em
      .fork()
      .find(AccessDecision, { id: { $in: [old.decisionId, newer.decisionId] } });
    expect(known.map(({ id }) => id)).toEqual([newer.decisionId]);
  });
});

it('what a customer was refused is theirs to see, and goes with them', async () => {
  const person = await cast('customer');
  await refused(person);
  const { refusals } = (await get(person, 'users/me/export')).json().data;
  expect(refusals).toMatchObject([{ method: 'GET', route: '/api/v1/authz/routes', code: 'FORBIDDEN' }]);
  await test.app.get(DecisionsPersonalData).erase(test.orm.em.fork(), person.id);
  expect(await test.orm.em.fork().count(AccessDecision, { actorId: person.id })).toBe(0);
});

describe('may they, and why', () => {
  const check = (about: Player, kind: string, query: Record<string, string>) =>
    get(lead, 'authz/check', { actorKind: kind, actorId: about.id, ...query });
  const verdict = async (about: Player, kind: string, query: Record<string, string>) => {
    const answer = await check(about, kind, query);
    expect(answer.statusCode).toBe(200);
    const { allowed, steps } = answer.json();
    return [allowed, stepsOf(steps).at(-1)];
  };

  it('by permission', async () => {
    expect(await verdict(viewer, 'staff', { permission: 'bookings.read' })).toEqual([
      true,
      'permission passed',
    ]);
    expect(await verdict(viewer, 'staff', { permission: 'users.read' })).toEqual([
      false,
      'permission failed',
    ]);
  });

  it('by route, as it is asked for or as it is registered', async () => {
    const answer = await check(viewer, 'staff', { method: 'GET', path: '/api/v1/authz/routes' });
    expect(answer.json()).toMatchObject({
      allowed: false,
      access: 'staff.read',
      route: '/api/v1/authz/routes',
    });
    const asked = { method: 'GET', path: '/api/v1/bookings/019d45d6-0ddb-7692-9f4f-68a7e873909f' };
    expect((await check(viewer, 'staff', asked)).json()).toMatchObject({
      allowed: true,
      route: '/api/v1/bookings/:id',
    });
    const theirs = { method: 'GET', path: '/api/v1/users/me/addresses' };
    expect(await verdict(viewer, 'staff', theirs)).toEqual([false, 'audience failed']);
    expect(await verdict(customer, 'customer', theirs)).toEqual([true, 'credential passed']);
  });

  it('says of another customer’s booking what that customer would be answered', async () => {
    const owner = await test.orm.em.fork().findOneOrFail(Customer, { id: customer.id });
    const booking = await given.confirmedBooking({ customer: owner });
    const query = {
      method: 'GET',
      path: '/api/v1/bookings/:id',
      objectType: 'booking',
      objectId: booking.id,
    };
    expect(await verdict(customer, 'customer', query)).toEqual([true, 'ownership passed']);
    expect(await verdict(viewer, 'staff', query)).toEqual([true, 'ownership passed']);
    const { allowed, steps } = (await check(other, 'customer', query)).json();
    expect([allowed, steps.at(-2)]).toEqual([
      false,
      {
        rule: 'ownership',
        outcome: 'failed',
        detail: 'The booking belongs to another customer (answered as 404).',
      },
    ]);
    expect((await get(other, `bookings/${booking.id}`)).statusCode).toBe(404);
  });

  it('says that a locked customer may do nothing', async () => {
    const locked = await cast('customer');
    await test.orm.em.fork().nativeUpdate(Customer, { id: locked.id }, { status: 'locked' });
    expect(await verdict(locked, 'customer', { permission: 'bookings.read' })).toEqual([
      false,
      'account failed',
    ]);
  });

  it.each<[string, Record<string, string>, number, string]>([
    [
      'nobody',
      { actorId: '019d45d6-0ddb-7692-9f4f-68a7e873909f', permission: 'users.read' },
      404,
      'ACCOUNT_NOT_FOUND',
    ],
    ['no route', { method: 'GET', path: '/api/v1/nothing' }, 404, 'ROUTE_NOT_FOUND'],
    [
      'a type without owners',
      { permission: 'users.read', objectType: 'moon', objectId: '019d45d6-0ddb-7692-9f4f-68a7e873909f' },
      400,
      'OBJECT_TYPE_UNKNOWN',
    ],
    ['nothing at all', {}, 400, 'VALIDATION_FAILED'],
    ['two things at once', { permission: 'users.read', method: 'GET', path: '/' }, 400, 'VALIDATION_FAILED'],
    ['a permission that does not exist', { permission: 'moon.walk' }, 400, 'VALIDATION_FAILED'],
  ])('asked about %s', async (_, query, status, code) => {
    const answer = await check(viewer, 'staff', query);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('is not for customers to ask', async () => {
    expect((await refused(customer, 'authz/check')).requires).toBe('staff.read');
  });
});

describe('what a change would do', () => {
  const impact = (by: Player, query: Record<string, string>) => get(by, 'authz/impact', query);

  it('names routes, tools, roles and people that a change of a role reaches, and changes nothing', async () => {
    const before = (await get(lead, routesPath)).body;
    const answer = await impact(admin, {
      role: 'ops_agent',
      revoke: 'bookings.update',
      grant: 'reports.read',
    });
    expect(answer.statusCode).toBe(200);
    const { allowed, activeStaff, roles } = answer.json();
    expect([allowed, roles.map(({ role }: { role: string }) => role)]).toEqual([
      true,
      ['admin', 'ops_manager', 'ops_lead', 'ops_agent'],
    ]);
    expect(activeStaff).toBe(
      roles.reduce((sum: number, role: { activeStaff: number }) => sum + role.activeStaff, 0),
    );
    const agents = roles.at(-1);
    expect(agents).toMatchObject({ gains: ['reports.read'], loses: ['bookings.update'] });
    expect(agents.closes.routes).toContainEqual({ method: 'POST', path: '/api/v1/bookings/:id/cancel' });
    expect(agents.closes.tools).toContain('bookings.cancel');
    // Those above hold the reports already.
    expect(roles[2]).toMatchObject({
      role: 'ops_lead',
      activeStaff: 1,
      gains: [],
      loses: ['bookings.update'],
    });
    expect((await get(lead, routesPath)).body).toBe(before);
  });

  it('follows the role that would be covered', async () => {
    const { roles } = (await impact(admin, { role: 'finance', covers: '' })).json();
    expect(roles).toMatchObject([{ role: 'finance', loses: expect.arrayContaining(['bookings.read']) }]);
    const circle = (await impact(admin, { role: 'viewer', covers: 'finance' })).json();
    expect(circle.refusals).toMatchObject([{ code: 'ROLE_CIRCLE' }]);
  });

  it('says why the caller could not make it', async () => {
    const { allowed, refusals } = (await impact(manager, { role: 'viewer', grant: 'system.audit' })).json();
    expect(allowed).toBe(false);
    expect(refusals).toMatchObject([{ code: 'FORBIDDEN' }, { code: 'GRANT_TOO_WIDE' }]);
  });

  it('of another role for somebody', async () => {
    const answer = await impact(admin, { staffId: viewer.id, role: 'ops_lead' });
    const { allowed, activeStaff, roles } = answer.json();
    expect([allowed, activeStaff]).toEqual([true, 1]);
    expect(roles[0].gains).toContain('staff.read');
    expect(roles[0].opens.routes).toContainEqual({ method: 'GET', path: '/api/v1/authz/routes' });
    const upwards = (await impact(manager, { staffId: viewer.id, role: 'admin' })).json();
    expect(upwards.refusals).toMatchObject([{ code: 'FORBIDDEN' }, { code: 'GRANT_TOO_WIDE' }]);
  });

  it('forecasts what then happens', async () => {
    const person = await cast('viewer');
    const { opens } = (await impact(admin, { staffId: person.id, role: 'ops_lead' })).json().roles[0];
    expect(opens.routes).toContainEqual({ method: 'GET', path: `/api/v1/${routesPath}` });
    await refused(person);
    await setRole(test.orm, person.id, 'ops_lead');
    expect((await get(person, routesPath)).statusCode).toBe(200);
  });

  it.each<[string, Record<string, string>, number]>([
    ['a role that does not exist', { role: 'captain', grant: 'users.read' }, 404],
    ['a covered role that does not exist', { role: 'viewer', covers: 'captain' }, 404],
    ['somebody who does not exist', { role: 'viewer', staffId: '019d45d6-0ddb-7692-9f4f-68a7e873909f' }, 404],
    ['a permission that does not exist', { role: 'viewer', grant: 'moon.walk' }, 400],
    ['no change', { role: 'viewer' }, 400],
  ])('asked about %s', async (_, query, status) => {
    expect((await impact(admin, query)).statusCode).toBe(status);
  });
});

it('a route that requires something is closed, also in a public controller', async () => {
  expect((await test.http({ url: '/api/v1/open' })).statusCode).toBe(200);
  expect((await test.http({ url: '/api/v1/open/closed' })).statusCode).toBe(401);
  expect((await refused(viewer, 'open/closed')).requires).toBe('staff.read');
  expect((await get(lead, 'open/closed')).statusCode).toBe(200);
  const { routes } = (await get(lead, routesPath)).json();
  expect(routes).toContainEqual(
    expect.objectContaining({ path: '/api/v1/open/closed', access: 'staff.read' }),
  );
});

it('what only customers have is refused to staff before it is looked at', async () => {
  for (const path of ['bookings', 'chat/message']) {
    const send = { method: 'POST', url: `/api/v1/${path}`, headers: admin.headers, payload: {} } as const;
    const answer = await test.http(send);
    expect([path, answer.statusCode, answer.json().requires]).toEqual([path, 403, 'to be a customer']);
  }
});

it('the table of routes shows who may use what', async () => {
  const { routes, tools } = (await get(lead, routesPath)).json();
  const of = (method: string, path: string) =>
    routes.find((route: { method: string; path: string }) => route.method === method && route.path === path);
  expect(of('GET', '/api/v1/authz/routes')).toMatchObject({
    access: 'staff.read',
    customers: false,
    roles: ['super_admin', 'admin', 'ops_manager', 'ops_lead'],
  });
  expect(of('POST', '/api/v1/auth/login')).toMatchObject({
    access: 'public',
    customers: true,
    rateClass: 'auth',
  });
  expect(of('GET', '/api/v1/users/me/addresses')).toMatchObject({ audience: 'customer', roles: [] });
  expect(tools).toContainEqual(
    expect.objectContaining({ name: 'bookings.create', effect: 'write', customers: true }),
  );
});

it('says of a change that it would take from roles above the caller', async () => {
  const role = async (name: string, held: string, covers?: string) =>
    (
      await test.http({
        method: 'POST',
        url: '/api/v1/ops/roles',
        headers: admin.headers,
        payload: { name, label: name, permissions: held.split(','), covers },
      })
    ).statusCode;
  const own = 'roles.update,staff.update,staff.read,users.read';
  const made = [
    await role('impact_low', 'users.read'),
    await role('impact_high', 'system.audit', 'impact_low'),
    await role('impact_keeper', own),
  ];
  expect(made).toEqual([201, 201, 201]);
  const keeper = await cast('impact_keeper');
  const shrinking = (await get(keeper, 'authz/impact', { role: 'impact_low', revoke: 'users.read' })).json();
  expect(shrinking.refusals).toMatchObject([{ code: 'ABOVE_YOU', data: { missing: ['system.audit'] } }]);
  const growing = (await get(keeper, 'authz/impact', { role: 'impact_low', grant: 'staff.read' })).json();
  expect(growing).toMatchObject({ allowed: true, refusals: [] });
});

async function setRole(orm: MikroORM, id: string, role: string): Promise<void> {
  await (orm.em.fork() as unknown as SqlEntityManager).execute('update staff set role = ? where id = ?', [
    role,
    id,
  ]);
}
