import { SetMetadata } from '@nestjs/common';

/** Kinds of routes that are limited apart from each other, each with a limit of its own; `none` is not limited. */
export type RateClassName = 'default' | 'chat' | 'auth' | 'none';

export const RATE_CLASS = 'http:rate-class';

/** Which limit counts the calls of a route (or of all routes of a controller). Without it: `default`. */
export const RateClass = (name: RateClassName) => SetMetadata(RATE_CLASS, name);
