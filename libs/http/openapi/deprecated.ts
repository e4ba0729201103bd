// How a route says that it will go away: RFC 9745 (Deprecation) and RFC 8594 (Sunset).
import { applyDecorators, Header } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

export interface DeprecationDates {
  /** Since when it should no longer be used: a day, `2027-01-01`. */
  since: string;
  /** When it stops to answer: a day, half a year later at least (docs/api.md). */
  sunset: string;
  /** Address of what to use instead. */
  successor: string;
}

/** Member of an operation that the document turns into `deprecated` and the headers of its answers. */
export const deprecationOf = 'x-sunset';

/** On a route that is replaced by another: its answers and the document say until when it works. */
export function Deprecated({ since, sunset, successor }: DeprecationDates): MethodDecorator {
  return applyDecorators(
    Header('Deprecation', `@${Date.parse(since) / 1000}`),
    Header('Sunset', new Date(sunset).toUTCString()),
    Header('Link', `<${successor}>; rel="successor-version"`),
    ApiExtension(deprecationOf, sunset),
  );
}
