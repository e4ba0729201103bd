// Every route with what it declares: one list for the explanations, the documents and the tests.
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { DeclarationScan, type ControllerMethod } from '#libs/discovery';
import { RATE_CLASS, routeConfig, type RateClassName, type RouteFacts } from '#libs/http';
import {
  accessOf,
  AUDIENCE_METADATA,
  RESOURCE_METADATA,
  type AppResource,
  type RouteAccess,
} from './access.decorators.js';
import type { Audience } from './actor.js';

export interface TableRoute {
  /** `BookingsController.get` */
  readonly handler: string;
  readonly method: string;
  /** As it is registered, prefix included: `/api/v1/bookings/:id`. */
  readonly path: string;
  readonly access: RouteAccess;
  readonly audience: Audience | null;
  readonly rateClass: RateClassName;
  /** What apps can be let into that it belongs to. */
  readonly resource: AppResource | null;
}

/** As the server is told: which method of which controller answers. */
interface AnsweredRoute extends RouteFacts {
  answeredBy?: ControllerMethod;
}

/**
 * Which addresses there are, the server is asked: before Nest registers a handler, the name of the handler is put into the configuration of its
 * route, and Fastify hands it back with the method and the path under which it was registered.
 */
@Injectable()
export class RouteTable {
  private readonly known: TableRoute[] = [];

  constructor(scan: DeclarationScan, { httpAdapter }: HttpAdapterHost) {
    // A program without a server (`npm run staff`) has no routes.
    const fastify: FastifyInstance | undefined = httpAdapter?.getInstance();
    if (!fastify) return;
    this.nameHandlers(scan);
    fastify.addHook('onRoute', (route) => this.take(route));
  }

  /** By path, then method. Complete when the program is initialised. */
  all(): readonly TableRoute[] {
    return this.known.toSorted((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
  }

  /** @param path as it is registered */
  find(method: string, path: string): TableRoute | undefined {
    // What answers GET answers HEAD as well.
    const asked = method === 'HEAD' ? 'GET' : method;
    return this.known.find((route) => route.method === asked && route.path === path);
  }

  /** @param path as somebody would ask for it; of several that fit the router takes the one with a fixed part first */
  match(method: string, path: string): TableRoute | undefined {
    const parts = path.split('/');
    const fitting = this.known.filter((route) => route.method === method && fits(route.path, parts));
    return fitting.sort((a, b) => compare(rank(a.path), rank(b.path)))[0];
  }

  private nameHandlers(scan: DeclarationScan): void {
    for (const answeredBy of scan.controllerMethods()) {
      const { controller, name, method } = answeredBy;
      const facts: AnsweredRoute = { answeredBy };
      routeConfig(facts)(controller.prototype as object, name, { value: method });
    }
  }

  private take({ method, url, config }: RouteOptions): void {
    const { answeredBy } = (config ?? {}) as AnsweredRoute;
    if (!answeredBy) return;
    const { controller, name, method: handler } = answeredBy;
    const declared = declaredOn(handler, controller);
    for (const each of [method].flat()) {
      // Fastify adds HEAD to each GET by itself.
      if (each === 'HEAD') continue;
      this.known.push({
        handler: `${controller.name}.${name}`,
        method: each,
        path: url,
        access: accessOf(handler, controller),
        audience: declared<Audience>(AUDIENCE_METADATA) ?? null,
        rateClass: declared<RateClassName>(RATE_CLASS) ?? 'default',
        resource: declared<AppResource>(RESOURCE_METADATA) ?? null,
      });
    }
  }
}

/** What the handler says wins over what its controller says, as for the guards. */
function declaredOn(handler: object, controller: object) {
  return <Value>(key: string): Value | undefined =>
    Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
}

function fits(template: string, parts: readonly string[]): boolean {
  const wanted = template.split('/');
  return (
    wanted.length === parts.length &&
    wanted.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))
  );
}

/** Sorts fixed parts before parameters, from the left. */
function rank(template: string): string {
  return template
    .split('/')
    .map((part) => (part.startsWith(':') ? '1' : '0'))
    .join('');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
