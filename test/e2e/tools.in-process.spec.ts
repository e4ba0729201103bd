// What a call of a tool asks of its own program: it is limited, guarded and recorded like a request of whoever calls, and as nobody else.
import { Controller, Get, Module, Req } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { inProcessCaller, requestInProcess } from '#libs/http';
import { currentRequest } from '#libs/observability';
import { nearNames, Tool, ToolRegistry } from '#libs/tools';
import { z } from 'zod';
import type { Actor } from '../../src/access/actor.js';
import { Public } from '../../src/access/access.decorators.js';
import { customerGrants } from '../../src/access/roles.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

@Public()
@Controller('who')
class WhoController {
  @Get()
  who(@Req() request: { actor?: Actor }) {
    return {
      actor: request.actor?.id ?? null,
      isOwn: inProcessCaller(request) !== undefined,
      address: currentRequest()?.address,
    };
  }

  /** Asks the program something while it is being asked itself, without saying for whom. */
  @Get('onwards')
  async onwards(@Req() request: { server: FastifyInstance }) {
    return (await request.server.inject({ url: '/api/v1/who' })).json<object>();
  }
}

class DeepTools {
  static registry: ToolRegistry;

  @Tool({
    name: 'testing.deeper',
    description: 'Calls itself.',
    input: z.strictObject({}),
    output: z.object({ code: z.string() }),
    permission: 'bookings.read',
    effect: 'read',
  })
  async deeper(actor: Actor) {
    const inner = await DeepTools.registry.execute(actor, 'testing.deeper', {});
    return { code: inner.ok ? (inner.output as { code: string }).code : inner.refusal.code };
  }
}
@Module({ controllers: [WhoController], providers: [DeepTools] })
class WhoModule {}

let test: TestApp;
let given: Given;
let asha: SignedIn;
let actor: Actor;
let fastify: FastifyInstance;
beforeAll(async () => {
  test = await startApp({
    modules: [WhoModule],
    settings: { REQUESTS_AT_ONCE: 1, REQUESTS_PER_CALLER: 1, RATE_LIMIT_DEFAULT: 400 },
  });
  given = givenIn(test);
  asha = await given.signedIn();
  actor = { kind: 'customer', id: asha.customer.id, permissions: new Set(customerGrants) };
  fastify = test.app.get(HttpAdapterHost).httpAdapter.getInstance();
  DeepTools.registry = test.app.get(ToolRegistry);
});
afterAll(() => test.close());

const execute = (name: string, args: object = {}, headers: object = {}) =>
  test.http({
    method: 'POST',
    url: '/api/v1/tools/execute',
    headers: { ...asha.headers, ...headers },
    payload: { name, arguments: args },
  });
const ask = async (url: string) =>
  JSON.parse((await requestInProcess(fastify, actor, { method: 'GET', url })).body);

it('is made as the caller, and what it asks for is not', async () => {
  expect(await ask('/api/v1/who')).toMatchObject({ actor: actor.id, isOwn: true });
  expect(await ask('/api/v1/who/onwards')).toMatchObject({ actor: null, isOwn: false });
  expect((await test.http({ url: '/api/v1/who' })).json()).toMatchObject({ actor: null, isOwn: false });
});

it('leaves requests at the same time what they are', async () => {
  const [own, others] = await Promise.all([
    Promise.all(Array.from({ length: 20 }, () => ask('/api/v1/who'))),
    Promise.all(Array.from({ length: 20 }, () => test.http({ url: '/api/v1/who' }))),
  ]);
  expect(own.every((each) => each.actor === actor.id)).toBe(true);
  // Some are turned away: there is one place.
  expect(others.every((each) => (each.json().actor ?? null) === null)).toBe(true);
});

it('gains nothing by headers', async () => {
  const forged = { 'x-forwarded-for': '10.0.0.1', 'x-actor': 'staff', 'x-in-process': '1' };
  const refused = await execute('bookings.refund_booking', {}, forged);
  expect(refused.json()).toMatchObject({ status: 403 });
});

it('does not wait for the place that its caller has', async () => {
  const { id } = await given.confirmedBooking({ customer: asha.customer });
  expect((await execute('bookings.get_booking', { id })).statusCode).toBe(200);
});

it('counts for the limit of the caller', async () => {
  const { id } = await given.confirmedBooking({ customer: asha.customer });
  const left = async () => {
    const answer = await test.http({ url: `/api/v1/bookings/${id}`, headers: asha.headers });
    return Number(answer.headers['ratelimit-remaining']);
  };
  const before = await left();
  await execute('bookings.get_booking', { id });
  // The call, the request that it makes, and this one.
  expect(await left()).toBe(before - 3);
});

it('calls tools within tools only so deep', async () => {
  expect((await execute('testing.deeper')).json()).toMatchObject({ output: { code: 'CALLS_TOO_DEEP' } });
});

it.each([
  ['bookings.create', ['bookings.create_booking', 'bookings.list'], 'bookings.create_booking'],
  ['create booking', ['bookings.create', 'complaints.create'], 'bookings.create'],
  ['BOOKINGS.LST', ['bookings.list', 'complaints.list'], 'bookings.list'],
])('finds what %s may have meant', (asked, names, nearest) => {
  expect(nearNames(asked, names)[0]).toBe(nearest);
});

it('finds nothing near to what is far, however long', () => {
  expect(nearNames('zzzzzz', ['bookings.list'])).toEqual([]);
  expect(nearNames('x'.repeat(1_000_000), ['bookings.list'])).toEqual([]);
});
