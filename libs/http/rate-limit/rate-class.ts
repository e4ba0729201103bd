import { SetMetadata } from '@nestjs/common';

/**
 * Kinds of routes that are limited apart from each other, each with a limit of its own: `auth` where a secret could be guessed or
 * a mail or SMS be sent, `chat` for messages, `expensive` for exports and whatever else costs much more than a page of a list.
 * `none` is not limited.
 */
export type RateClassName = 'default' | 'chat' | 'auth' | 'expensive' | 'none';

export const RATE_CLASS = 'http:rate-class';

/** Which limit counts the calls of a route (or of all routes of a controller). Without it: `default`. */
export const RateClass = (name: RateClassName) => SetMetadata(RATE_CLASS, name);
