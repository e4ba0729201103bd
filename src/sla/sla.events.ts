import { z } from 'zod';
import { defineEvent } from '#libs/events';

const number = z.int();
const cityId = z.uuid().nullable().describe('Whose calendar it is; null is everybody’s.');

/** Also when one was taken back, and the one before holds again. */
export const slaCalendarChanged = defineEvent({
  type: 'sla_calendar.took_effect',
  aggregate: 'sla_calendar',
  description: 'A business calendar was published or retired: deadlines that lie ahead may move.',
  isPublic: false,
  data: z.object({ number, cityId }),
});
export type SlaCalendarFacts = z.input<typeof slaCalendarChanged.data>;

export const slaPolicyPublished = defineEvent({
  type: 'sla_policy.published',
  aggregate: 'sla_policy',
  description: 'Another policy of answering and solving was published.',
  isPublic: false,
  data: z.object({ number, isForOpenCases: z.boolean().describe('Open cases are to be put under it.') }),
});
export type SlaPolicyFacts = z.input<typeof slaPolicyPublished.data>;
