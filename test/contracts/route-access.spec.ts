// Deny by default, over the whole table: each route says who may call it, and refuses the anonymous unless it is public.
import { once } from 'node:events';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { io } from 'socket.io-client';
import { SocketAdapter } from '#libs/realtime';
import { accessOf } from '../../src/access/access.decorators.js';
import { identifiedPermission, ownAccount, permissions } from '../../src/access/roles.js';
import { RouteTable, type TableRoute } from '../../src/access/route-table.js';
import { RealtimeGateway } from '../../src/realtime/realtime.gateway.js';
import { startApp, type TestApp } from '../support/app.js';
import { castIn } from '../support/cast.js';
import { listening } from '../support/realtime.js';

/** What the server was really told to answer, until the gaps of each address are filled with refusals. */
@Module({})
class Registered implements OnModuleInit {
  static readonly routes = new Set<string>();
  private isOver = false;

  constructor(host: HttpAdapterHost) {
    const fastify = host.httpAdapter.getInstance() as FastifyInstance;
    fastify.addHook('onRoute', ({ method, url }) => {
      if (!this.isOver) for (const each of [method].flat()) Registered.routes.add(`${each} ${url}`);
    });
  }

  onModuleInit(): void {
    this.isOver = true;
  }
}

let test: TestApp;
let routes: readonly TableRoute[];
beforeAll(async () => {
  test = await startApp({ modules: [Registered] });
  routes = test.app.get(RouteTable).all();
});
afterAll(() => test.close());

const name = ({ handler, method, path }: TableRoute) => `${handler} (${method} ${path})`;

it('knows every route that the server answers, and no other', () => {
  // HEAD comes with each GET, OPTIONS with CORS; the pages of the API document are nobody's secret, and have no controller.
  const answered = [...Registered.routes].filter((route) => !/^(?:HEAD|OPTIONS) |^GET [/]docs/.test(route));
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(answered.sort());
  expect(answered).toEqual(expect.arrayContaining(['POST /api/v1/auth/login', 'GET /health/readiness']));
});

it('declares a known permission or is public', () => {
  const known = new Set<unknown>([ownAccount, identifiedPermission, 'public', ...permissions]);
  expect(routes.filter((route) => !known.has(route.access)).map(name)).toEqual([]);
});

it('declares it for whatever a socket can ask for as well', async () => {
  const bound = vi.spyOn(SocketAdapter.prototype, 'bindMessageHandlers');
  const { headers } = await castIn(test)('customer');
  const token = headers.authorization.replace('Bearer ', '');
  const socket = io(await listening(test), {
    transports: ['websocket'],
    auth: { token },
    reconnection: false,
  });
  await once(socket as never, 'connect');
  socket.close();
  const messages = bound.mock.calls.flatMap(([, handlers]) =>
    handlers.map(({ message }) => message as string),
  );
  bound.mockRestore();
  // Each is answered by the method of its name.
  const methods = RealtimeGateway.prototype as unknown as Record<string, object>;
  const known = new Set<unknown>([ownAccount, identifiedPermission, ...permissions]);
  const isDeclared = (message: string) => known.has(accessOf(methods[message] ?? {}, RealtimeGateway));
  expect(messages.filter((message) => !isDeclared(message))).toEqual([]);
  expect(messages.sort()).toEqual(['subscribe', 'typing', 'unsubscribe']);
});

it('finds a route by what is asked for, the fixed part before the parameter', () => {
  const table = test.app.get(RouteTable);
  const found = (method: string, path: string) => table.match(method, path)?.path;
  expect(found('GET', '/api/v1/bookings/019d45d6-0ddb-7692-9f4f-68a7e873909f')).toBe('/api/v1/bookings/:id');
  expect(found('GET', '/api/v1/bookings/:id')).toBe('/api/v1/bookings/:id');
  expect(found('GET', '/api/v1/ops/users/me')).toBe('/api/v1/ops/users/me');
  expect([found('GET', '/api/v1/bookings/'), found('PATCH', '/health')]).toEqual([undefined, undefined]);
});

it('refuses the anonymous with a problem unless it is public', async () => {
  const offenders: string[] = [];
  for (const route of routes.filter(({ access }) => access !== 'public')) {
    for (const headers of [{}, { authorization: 'Bearer a.b.c' }, { authorization: 'Basic YTpi' }]) {
      const url = route.path.replace(/:\w+/g, '019d45d6-0ddb-7692-9f4f-68a7e873909f');
      const answer = await test.http({ method: route.method as 'GET', url, headers });
      if (answer.statusCode !== 401 || answer.json().code !== 'UNAUTHENTICATED') offenders.push(name(route));
    }
  }
  expect(offenders).toEqual([]);
});
