// Deny by default, over the whole table: each route says who may call it, and refuses the anonymous unless it is public.
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { RequestMethod } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { PUBLIC, REQUIREMENT } from '../../src/access/access.decorators.js';
import { ownAccount, permissions } from '../../src/access/roles.js';
import { startApp, type TestApp } from '../support/app.js';

interface Route {
  name: string;
  method: string;
  path: string;
  isPublic: boolean;
  requirement: string | undefined;
}

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

const outsideThePrefix = /^(health|metrics)/;

function routes(): Route[] {
  const scanner = new MetadataScanner();
  const modules = [...test.app.get(ModulesContainer).values()];
  const controllers = new Set(
    modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype!)),
  );
  return [...controllers].flatMap((controller) =>
    scanner
      .getAllMethodNames(controller.prototype)
      .filter((name) => Reflect.hasMetadata(METHOD_METADATA, controller.prototype[name]))
      .map((name) => routeOf(controller, name)),
  );
}

function routeOf(controller: { name: string; prototype: any }, handler: string): Route {
  const declared = [controller.prototype[handler], controller];
  const read = (key: string) =>
    declared.map((on) => Reflect.getMetadata(key, on)).find((value) => value !== undefined);
  const path = [controller, controller.prototype[handler]]
    .map((on) => String(Reflect.getMetadata(PATH_METADATA, on) ?? '').replace(/^\/|\/$/g, ''))
    .filter(Boolean)
    .join('/');
  return {
    name: `${controller.name}.${handler}`,
    method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, controller.prototype[handler])]!,
    path: outsideThePrefix.test(path) ? `/${path}` : `/api/v1/${path}`,
    isPublic: read(PUBLIC) === true,
    requirement: read(REQUIREMENT),
  };
}

const name = (route: Route) => `${route.name} (${route.method} ${route.path})`;

it('finds the routes', () => {
  const paths = routes().map((route) => route.path);
  expect(paths).toEqual(
    expect.arrayContaining(['/api/v1/auth/login', '/api/v1/bookings/:id', '/health/readiness']),
  );
});

it('declares a known permission or is public, and never both', () => {
  const known = new Set<unknown>([ownAccount, ...permissions]);
  const offenders = routes().filter((route) => route.isPublic === known.has(route.requirement));
  expect(offenders.map(name)).toEqual([]);
});

it('refuses the anonymous with a problem unless it is public', async () => {
  const offenders: string[] = [];
  for (const route of routes().filter((each) => !each.isPublic)) {
    for (const headers of [{}, { authorization: 'Bearer a.b.c' }, { authorization: 'Basic YTpi' }]) {
      const url = route.path.replace(/:\w+/g, '019d45d6-0ddb-7692-9f4f-68a7e873909f');
      const answer = await test.http({ method: route.method as 'GET', url, headers });
      if (answer.statusCode !== 401 || answer.json().code !== 'UNAUTHENTICATED') offenders.push(name(route));
    }
  }
  expect(offenders).toEqual([]);
});
