import { z } from 'zod';
import { defineEvent } from '#libs/events';

const staffFacts = z.object({ status: z.string(), role: z.string() });
export type StaffFacts = z.output<typeof staffFacts>;

export const staffChanged = defineEvent({
  type: 'staff.changed',
  aggregate: 'staff',
  description: 'A staff member was let in, suspended or let back in, has left, or has another role.',
  isPublic: false,
  data: staffFacts,
});
