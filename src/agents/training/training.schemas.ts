import { z } from 'zod';
import { replyLanguages } from '#libs/format';
import { ListForm, plainText, publishSchema } from '#libs/http';
import { modelComparison } from './model-comparison.js';
import { exampleTextAtMost } from './training-example.entity.js';
import { trainingExamples } from './training.examples.js';

/** Types of jobs. */
export const trainJob = 'nlp.train';
export const relearnJob = 'nlp.relearn';

const intentName = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z_]*$/, 'must be small letters and _');
const language = z
  .enum(replyLanguages)
  .nullable()
  .optional()
  .describe('Of the text; told by its words where it is left out.');
const meant = {
  intent: intentName
    .nullable()
    .describe('What whoever says it wants; null where it is none of our business.'),
  language,
};
const exampleText = plainText({ min: 1, max: exampleTextAtMost });

export const addExampleInput = z.strictObject({ text: exampleText, ...meant });
publishSchema(addExampleInput, 'AddTrainingExample', trainingExamples.AddTrainingExample);
export type AddExample = z.output<typeof addExampleInput>;

export const labelMessageInput = z.strictObject({
  ...meant,
  text: exampleText
    .optional()
    .describe(
      'The part of the message that says it; without it the whole message. Contacts and addresses are taken out.',
    ),
});
publishSchema(labelMessageInput, 'LabelMessage', trainingExamples.LabelMessage);
export type LabelMessage = z.output<typeof labelMessageInput>;

export const examplesList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'It was added' },
  filters: {
    intent: intentName.optional().describe('`none` for what is none of our business.'),
    source: z
      .enum(['staff', 'message'])
      .optional()
      .describe('Whether it was taken from a message of a customer.'),
    language: z.enum(replyLanguages).optional(),
  },
});
export type ExamplesQuery = z.output<typeof examplesList.query>;

export const exampleView = z.object({
  id: z.uuid(),
  text: z.string(),
  intent: z.string().nullable(),
  language: z.enum(replyLanguages).nullable(),
  messageId: z.uuid().nullable().describe('The message that it was taken from.'),
  createdBy: z.uuid().describe('Staff who added it.'),
  createdAt: z.date(),
});
publishSchema(exampleView, 'TrainingExample', trainingExamples.TrainingExample);

export const misunderstoodView = z.object({
  messageId: z.uuid(),
  conversationId: z.uuid(),
  text: z.string(),
  certainty: z
    .number()
    .describe('0 where nobody made anything of it; else of the intent that was heard least surely.'),
  intents: z.array(z.object({ name: z.string(), confidence: z.number() })).describe('What was heard.'),
  times: z.int().describe('How often it was said, and not understood, in the same words.'),
  lastSaidAt: z.date(),
});
publishSchema(misunderstoodView, 'MisunderstoodMessage', trainingExamples.MisunderstoodMessage);

export const trainingView = z.object({
  jobId: z.uuid().describe('Follow it with `getJob`; its result names the model.'),
  status: z.string(),
});
publishSchema(trainingView, 'ModelTraining', trainingExamples.ModelTraining);

export const modelsList = new ListForm({ sortBy: { number: 'number' }, default: '-number' });
export type ModelsQuery = z.output<typeof modelsList.query>;

const modelFields = {
  id: z.uuid(),
  number: z.int(),
  fingerprint: z.string().describe('Of the engine and all that was learned from.'),
  corpusHash: z.string().describe('Of the shipped corpus that was learned.'),
  examplesCount: z.int().describe('Examples of staff that were learned.'),
  encoder: z
    .string()
    .nullable()
    .describe('Whose vectors have taught it beside the words; null for words alone.'),
  accuracy: z.number().describe('Of the held-out lines, 0 … 1.'),
  accuracyBefore: z.number().describe('Of the model that it was compared with.'),
  isWorse: z.boolean().describe('By more than the margins: then publishing it needs `mayBeWorse`.'),
  isPublished: z.boolean(),
  isUsable: z.boolean().describe('False for one that another version of the program has learned.'),
  trainedBy: z.uuid().nullable().describe('Staff; null where the program did it by itself.'),
  publishedAt: z.date().nullable().describe('When it was published last.'),
  createdAt: z.date(),
  version: z.int(),
};

export const modelView = z.object(modelFields);
publishSchema(modelView, 'IntentModel', trainingExamples.IntentModel);

export const comparedModelView = z.object({ ...modelFields, comparison: modelComparison });
publishSchema(comparedModelView, 'ComparedIntentModel', trainingExamples.ComparedIntentModel);

const reason = plainText({ min: 3, max: 500 });

export const publishModelInput = z
  .strictObject({
    mayBeWorse: z
      .boolean()
      .default(false)
      .describe('Publish it even if it is worse, or was compared with another model.'),
    reason: reason.nullable().default(null).describe('Needed with `mayBeWorse`.'),
  })
  .refine(({ mayBeWorse, reason: why }) => !mayBeWorse || why !== null, {
    message: 'is needed with `mayBeWorse`',
    path: ['reason'],
  });
publishSchema(publishModelInput, 'PublishIntentModel', trainingExamples.PublishIntentModel);
export type PublishModel = z.output<typeof publishModelInput>;

export const rollBackInput = z.strictObject({
  modelId: z.uuid().describe('The model that is published now: if it is another one, nothing is done.'),
  reason,
});
publishSchema(rollBackInput, 'RollBackIntentModel', trainingExamples.RollBackIntentModel);
export type RollBack = z.output<typeof rollBackInput>;

export const standingModelView = z.object({
  model: modelView
    .nullable()
    .describe('What is published now; null for the model that comes with the program.'),
});
publishSchema(standingModelView, 'StandingIntentModel', trainingExamples.StandingIntentModel);
