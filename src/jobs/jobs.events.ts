import { z } from 'zod';
import { defineEvent } from '#libs/events';

/** Only of jobs whose type is announced: those that a person has asked for and waits for. */
export const jobEnded = defineEvent({
  type: 'job.ended',
  aggregate: 'job',
  description: 'A job that somebody asked for has ended.',
  isPublic: true,
  data: z.object({
    jobType: z.string().meta({ examples: ['conversation.export'] }),
    owner: z.object({
      kind: z.enum(['customer', 'staff', 'system']),
      id: z.string().meta({ examples: ['019d45d6-0ddb-7692-9f4f-68a7e873909f'] }),
    }),
    status: z.enum(['completed', 'failed', 'cancelled']),
    code: z
      .string()
      .nullable()
      .describe('Code of a failure.')
      .meta({ examples: [null] }),
  }),
});
export type EndedJobFacts = z.output<(typeof jobEnded)['data']>;
