import { z } from 'zod';
import { defineEvent } from '#libs/events';

/** Only of jobs whose type is announced: those that a person has asked for and waits for. */
export const jobEnded = defineEvent({
  type: 'job.ended',
  aggregate: 'job',
  description: 'A job that somebody asked for has ended.',
  isPublic: true,
  data: z.object({
    jobType: z.string(),
    owner: z.object({ kind: z.enum(['customer', 'staff', 'system']), id: z.string() }),
    status: z.enum(['completed', 'failed', 'cancelled']),
    /** Of a failure. */
    code: z.string().nullable(),
  }),
});
