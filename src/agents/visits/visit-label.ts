// What a dialogue remembers of a visit, to speak of it again without looking it up.
import { z } from 'zod';
import type { ResponseReader } from '../language/responses.js';
import type { NoVisitReason } from './visit-resolver.js';
import type { VisitRead } from './visit-read.js';
import { visitResponses } from './visit-responses.js';

export const visitLabel = z.object({
  id: z.string(),
  reference: z.string(),
  service: z.string(),
  /** ISO instant. */
  startsAt: z.string(),
});
export type VisitLabel = z.output<typeof visitLabel>;

export function labelOf({ id, reference, service, startsAt }: VisitRead): VisitLabel {
  return { id, reference, service: service.name, startsAt };
}

/** `AC repair visit on Saturday 21 November at 10:00 am (BK-7F3K9Q)` */
export function visitNamed(visit: VisitLabel, reader: ResponseReader): string {
  const { service, startsAt, reference } = visit;
  return visitResponses.write('visit', reader, { service, startsAt, reference });
}

/** `1) …; 2) …` */
export function visitsNumbered(visits: readonly VisitLabel[], reader: ResponseReader): string {
  return visits.map((visit, index) => `${index + 1}) ${visitNamed(visit, reader)}`).join('; ');
}

/** Why none is meant, and which there are instead. */
export function noVisitReply(
  why: NoVisitReason,
  others: readonly VisitLabel[],
  reader: ResponseReader,
): string {
  const reason = visitResponses.write(why, reader);
  if (others.length === 0) return reason;
  return `${reason} ${visitResponses.write('yours', reader, { visits: visitsNumbered(others, reader) })}`;
}
