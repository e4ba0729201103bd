import 'reflect-metadata';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { z } from 'zod';

/** What the hooks of this library read of a route, as `request.routeOptions.config`. */
export interface RouteFacts {
  /** The form of its answer. */
  view?: z.ZodType;
  /** The member of the answer that is its entity tag. */
  versioned?: string;
  /** Where what it has created is read, as a template. */
  location?: string;
  /** Whether a request under an Idempotency-Key, or its answer, holds a secret. */
  isSecret?: boolean;
  /** Seconds for which anybody may keep the answer; 0 where it is the caller's own, who asks each time whether it has changed. */
  publicSeconds?: number;
  /** Whether it answers a page for people. */
  page?: boolean;
  /** Of its answer, the page that a browser gets instead. */
  pageOf?: (answer: never) => unknown;
  /** Media types of the body that it takes instead of JSON. */
  bodyTypes?: readonly string[];
  /** What its handler gets of the body. */
  bodyAs?: 'bytes' | 'json' | 'fields';
  /** Of its body. Otherwise the limit of the server holds. */
  bodyLimitBytes?: number;
  /** Of the file in a form that it takes beside JSON. */
  formBytes?: number;
}

const ROUTE_FACTS = Symbol('RouteFacts');

/** `@RouteConfig` of Nest keeps only what the last decorator says; this one adds to what others have said. */
export function routeConfig(facts: RouteFacts): MethodDecorator {
  return (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const known: RouteFacts | undefined = Reflect.getMetadata(ROUTE_FACTS, handler);
    const all = { ...known, ...facts };
    Reflect.defineMetadata(ROUTE_FACTS, all, handler);
    RouteConfig(all)(target, key, descriptor as TypedPropertyDescriptor<unknown>);
  };
}
