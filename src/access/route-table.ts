// Every route with what it declares: one reading of the controllers for the explanations, the documents and the tests.
import { Injectable, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ApplicationConfig, MetadataScanner, ModulesContainer } from '@nestjs/core';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import { RATE_CLASS, type RateClassName } from '#libs/http';
import { accessOf, AUDIENCE_METADATA, type RouteAccess } from './access.decorators.js';
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
}

type Controller = Type & { prototype: Record<string, object> };

@Injectable()
export class RouteTable {
  private readonly scanner = new MetadataScanner();
  private known: readonly TableRoute[] | undefined;

  constructor(
    private readonly modules: ModulesContainer,
    private readonly config: ApplicationConfig,
  ) {}

  /** By path, then method. To be asked when the program is put together: the global prefix is part of it. */
  all(): readonly TableRoute[] {
    this.known ??= this.controllers()
      .flatMap((controller) => this.routesOf(controller))
      .sort((a, b) => compare(a.path, b.path) || compare(a.method, b.method));
    return this.known;
  }

  /** @param path as it is registered */
  find(method: string, path: string): TableRoute | undefined {
    // What answers GET answers HEAD as well.
    const asked = method === 'HEAD' ? 'GET' : method;
    return this.all().find((route) => route.method === asked && route.path === path);
  }

  /** @param path as somebody would ask for it; of several that fit the router takes the one with a fixed part first */
  match(method: string, path: string): TableRoute | undefined {
    const parts = path.split('/');
    const fitting = this.all().filter((route) => route.method === method && fits(route.path, parts));
    return fitting.sort((a, b) => compare(rank(a.path), rank(b.path)))[0];
  }

  private controllers(): Controller[] {
    const all = [...this.modules.values()].flatMap((module) =>
      [...module.controllers.values()].map(({ metatype }) => metatype as Controller),
    );
    return [...new Set(all)];
  }

  private routesOf(controller: Controller): TableRoute[] {
    const names = this.scanner.getAllMethodNames(controller.prototype);
    return names.flatMap((name) => {
      const handler = controller.prototype[name]!;
      const method: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, handler);
      if (method === undefined) return [];
      const declared = declaredOn(handler, controller);
      return this.pathsOf(controller, handler, method).map((path) => ({
        handler: `${controller.name}.${name}`,
        method: RequestMethod[method],
        path,
        access: accessOf(handler, controller),
        audience: declared<Audience>(AUDIENCE_METADATA) ?? null,
        rateClass: declared<RateClassName>(RATE_CLASS) ?? 'default',
      }));
    });
  }

  /** As Nest itself puts them together. */
  private pathsOf(controller: Controller, handler: object, method: RequestMethod): string[] {
    const pathsOn = (on: object): string[] => [Reflect.getMetadata(PATH_METADATA, on) ?? ''].flat();
    const factory = new RoutePathFactory(this.config);
    const globalPrefix = this.config.getGlobalPrefix();
    const prefix = globalPrefix && `/${globalPrefix.replace(/^\//, '')}`;
    return pathsOn(controller).flatMap((ctrlPath) =>
      pathsOn(handler).flatMap((methodPath) =>
        factory.create({ ctrlPath, methodPath, globalPrefix: prefix }, method),
      ),
    );
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
