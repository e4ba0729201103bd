import { z } from 'zod';
import { slaVersionStatuses } from './sla-version.js';

/** What the views of calendars and policies have in common. */
export const slaVersionFields = {
  number: z.int(),
  status: z.enum(slaVersionStatuses).meta({ id: 'SlaVersionStatus' }),
  note: z.string(),
  validFrom: z.date().nullable().describe('Null while it is a draft.'),
  retiredAt: z.date().nullable(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
};

export const slaVersionNumber = z.coerce.number<string>().int().min(1).max(1_000_000);
