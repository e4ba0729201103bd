import { z } from 'zod';
import { codeText, fileMember, listOf, publishSchema } from '#libs/http';
import { photographKinds } from './photograph.entity.js';
import { photographsExamples } from './photographs.examples.js';

/** Of a photograph as it is sent. */
export const photographBytes = 10 * 1024 * 1024;

const photographKind = z.enum(photographKinds).meta({ id: 'PhotographKind' });

/** That there is a picture is checked where it is read: whoever asks about another customer's booking learns nothing before. */
export const addPhotographInput = z.strictObject({
  kind: photographKind.describe('What it shows: before the work, after it, or what is wrong.'),
  file: fileMember.optional().describe('In a form: PNG, JPEG or WebP, at most 10 MB and 25 megapixels.'),
});
publishSchema(addPhotographInput, 'AddPhotograph', photographsExamples.AddPhotograph);
export type AddPhotograph = z.output<typeof addPhotographInput>;

export const fileQuery = z.strictObject({ signature: codeText({ max: 100 }).describe('From `url`.') });

export const photographView = z.object({
  id: z.uuid(),
  bookingId: z.uuid(),
  kind: photographKind,
  width: z.int(),
  height: z.int(),
  sizeBytes: z.int(),
  byKind: z.string().describe('`customer` or `staff`.'),
  createdAt: z.date(),
  url: z.string().describe('Shows it to whoever has this link, for ten minutes.'),
  urlExpiresAt: z.date(),
});
publishSchema(photographView, 'Photograph', photographsExamples.Photograph);
export const photographsView = listOf(photographView);
