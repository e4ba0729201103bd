import { z } from 'zod';
import { nameText, plainText, publishSchema } from '#libs/http';
import { deskComplaintView } from '../lists/desk.schemas.js';
import { updateVisibilities } from '../../complaint.terms.js';
import { cannedTextAtMost } from './canned-answer.entity.js';
import { cannedTextFault, cannedVariables } from './canned-text.js';
import { deskAction } from './desk-actions.schemas.js';
import { macrosExamples } from './macros.examples.js';

/** Of each kind: lists of them come whole. */
export const deskTextsAtMost = 300;

const name = nameText({ min: 1, max: 80 });
const isActive = z.boolean().default(true).describe('Whether it is used from now on.');

const text = (language: 'en' | 'hi') =>
  plainText({ min: 1, max: cannedTextAtMost, lineBreaks: true })
    .superRefine((written, context) => {
      const fault = cannedTextFault(written, language);
      if (fault) context.addIssue({ code: 'custom', message: fault });
    })
    .describe(`It may name: ${Object.keys(cannedVariables).join(', ')}.`);

export const cannedAnswerInput = z.strictObject({ name, textEn: text('en'), textHi: text('hi'), isActive });
publishSchema(cannedAnswerInput, 'SaveCannedAnswer', macrosExamples.SaveCannedAnswer);
export type CannedAnswerInput = z.output<typeof cannedAnswerInput>;

export const cannedAnswerView = z.object({
  id: z.uuid(),
  name: z.string(),
  textEn: z.string(),
  textHi: z.string(),
  isActive: z.boolean(),
  version: z.int(),
});
publishSchema(cannedAnswerView, 'CannedAnswer', macrosExamples.CannedAnswer);

export const cannedAnswersView = z.object({ items: z.array(cannedAnswerView) });
publishSchema(cannedAnswersView, 'CannedAnswers', macrosExamples.CannedAnswers);

export const macroInput = z.strictObject({
  name,
  description: plainText({ max: 300 }).default(''),
  actions: z.array(deskAction).min(1).max(10).describe('Done one after the other, all of them or none.'),
  isActive,
});
publishSchema(macroInput, 'SaveComplaintMacro', macrosExamples.SaveComplaintMacro);
export type MacroInput = z.output<typeof macroInput>;

export const macroView = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  actions: z.array(deskAction),
  isActive: z.boolean(),
  version: z.int(),
});
publishSchema(macroView, 'ComplaintMacro', macrosExamples.ComplaintMacro);

export const macrosView = z.object({ items: z.array(macroView) });
publishSchema(macrosView, 'ComplaintMacros', macrosExamples.ComplaintMacros);

export const macroVersionsView = z.object({
  items: z.array(
    macroView
      .omit({ id: true, version: true })
      .extend({ number: z.int(), madeBy: z.uuid().describe('Staff.'), createdAt: z.date() }),
  ),
});
publishSchema(macroVersionsView, 'ComplaintMacroVersions', macrosExamples.ComplaintMacroVersions);

export const previewMacroInput = z.strictObject({ complaintId: z.uuid() });
publishSchema(previewMacroInput, 'PreviewComplaintMacro', macrosExamples.PreviewComplaintMacro);

export const applyMacroInput = z.strictObject({
  macroId: z.uuid(),
  macroVersion: z
    .int()
    .min(1)
    .max(1_000_000)
    .optional()
    .describe('The one that was previewed: another one is refused. Without it the latest.'),
});
publishSchema(applyMacroInput, 'ApplyComplaintMacro', macrosExamples.ApplyComplaintMacro);
export type ApplyMacroInput = z.output<typeof applyMacroInput>;

export const macroOutcomeView = z.object({
  macroVersion: z.int(),
  done: z.array(
    z.object({
      do: z.string(),
      isNews: z.boolean().describe('False where it was so already.'),
      said: z.object({ body: z.string(), visibility: z.enum(updateVisibilities) }).nullable(),
    }),
  ),
  complaint: deskComplaintView.describe('As it is then.'),
});
publishSchema(macroOutcomeView, 'ComplaintMacroOutcome', macrosExamples.ComplaintMacroOutcome);
