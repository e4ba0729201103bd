import { z } from 'zod';
import { replyLanguages } from '#libs/format';
import { plainText, publishSchema } from '#libs/http';
import { nlpExamples } from './nlp.examples.js';

/** Reading takes time that grows with the length, on the thread that answers everybody. */
const textAtMost = 2_000;

const languageOf = z.enum(replyLanguages);

export const textToRead = z.strictObject({
  text: plainText({ min: 1, max: textAtMost, lineBreaks: true }),
  language: languageOf
    .optional()
    .describe('Of the text, where you know it; else its words tell. All three are read alike, also mixed.'),
});
publishSchema(textToRead, 'TextToRead', nlpExamples.TextToRead);
export type TextToRead = z.output<typeof textToRead>;

const span = {
  text: z.string().describe('The words themselves.'),
  start: z.int().describe('In UTF-16 units.'),
  end: z.int().describe('Exclusive.'),
};
const confidence = z.number().describe('0 … 1.');
const language = languageOf.nullable().describe('Null where the words tell none.');
const model = z
  .object({ id: z.uuid().nullable(), number: z.int().nullable() })
  .describe('The intent model that read the text; null for the one that comes with the program.');

export const intentsView = z.object({
  language,
  intents: z
    .array(z.object({ name: z.string(), confidence, ...span }))
    .describe('Several of one text, in its order, each with the stretch that says it.'),
  unheard: z.array(z.object(span)).describe('Stretches that ask for nothing that is known.'),
  model,
});
publishSchema(intentsView, 'TextIntents', nlpExamples.TextIntents);

const doubt = z
  .object({
    text: z.string().describe('The words that leave it open.'),
    readings: z.array(z.string()).describe('What they may mean, where there is a guess.'),
  })
  .describe('Only where the value is uncertain: ask before you use it.');

const entity = z.looseObject({
  type: z
    .string()
    .describe(
      '`service`, `city`, `pincode`, `date`, `time`, `time_range`, `price`, `booking_reference`, `phone`, `email`, `number` (counts things), `measure` (a size). New types may be added.',
    ),
  ...span,
  confidence,
  value: z
    .union([z.string(), z.number()])
    .nullable()
    .optional()
    .describe(
      'The slug of a service, YYYY-MM-DD, HH:MM, +91…; a number of things. A service with a `doubt` has null.',
    ),
  doubt: doubt.optional(),
});

export const entitiesView = z.object({
  language,
  entities: z
    .array(entity)
    .describe(
      'By place. A date may have `until`, a time `alternatives`, a range `from` and `to`, a price `paise`.',
    ),
  excluded: z.array(entity).describe('Days and times that the speaker rules out.'),
  unread: z
    .array(z.object({ ...span, reason: z.string() }))
    .describe('Words about a day or a time that gave none: `no_such_day`, `not_understood`, `time_zone`.'),
  model,
});
publishSchema(entitiesView, 'TextEntities', nlpExamples.TextEntities);

export const sentimentView = z.object({
  language,
  score: z.number().describe('From -1 (worst) to 1 (best).'),
  label: z.enum(['negative', 'neutral', 'positive']),
});
publishSchema(sentimentView, 'TextSentiment', nlpExamples.TextSentiment);
