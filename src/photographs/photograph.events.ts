import { z } from 'zod';
import { defineEvent } from '#libs/events';

/** Its file goes when this is heard: a row that is gone cannot say any more which file was its own. */
export const photographDeleted = defineEvent({
  type: 'photograph.deleted',
  aggregate: 'photograph',
  description: 'A photograph of a visit was deleted, and its file is to go.',
  isPublic: false,
  data: z.object({ fileKey: z.string() }),
});
export type PhotographDeleted = z.output<(typeof photographDeleted)['data']>;
