import { z } from 'zod';
import {
  codeText,
  ListForm,
  nameText,
  pageOf,
  patchOf,
  phoneText,
  pincodeText,
  plainText,
  publishSchema,
} from '#libs/http';
import { documentKinds, numberEndLength } from '../documents/provider-document.entity.js';
import { defaultMinRestMinutes, defaultWeeklyMaxMinutes, providerStatuses } from '../provider.entity.js';
import { providerView } from '../providers.schemas.js';
import { providerRecordsExamples } from './provider-records.examples.js';

const providerStatus = z.enum(providerStatuses).meta({ id: 'ProviderStatus' });
const documentKind = z.enum(documentKinds).meta({ id: 'ProviderDocumentKind' });
const distinct = (list: readonly string[]) => new Set(list).size === list.length;
const once = 'must not repeat one';

const person = {
  name: nameText({ min: 1, max: 120 }).meta({ examples: ['Ramesh Kumar'] }),
  phone: phoneText.describe('Shown to staff only.'),
  cityId: z.uuid().describe('Where they live and are planned.'),
  about: plainText({ max: 1000, lineBreaks: true, brackets: false })
    .default('')
    .describe('Shown to customers.'),
  weeklyMaxMinutes: z
    .int()
    .min(0)
    .max(10_080)
    .default(defaultWeeklyMaxMinutes)
    .describe('Most minutes of shifts in a week, Monday to Sunday.'),
  minRestMinutes: z
    .int()
    .min(0)
    .max(1_200)
    .default(defaultMinRestMinutes)
    .describe('Least minutes of uninterrupted rest in the 24 hours from the beginning of a spell of work.'),
};

const skills = z
  .array(z.uuid())
  .max(200)
  .refine(distinct, once)
  .describe('Ids of subcategories of services.');
const pincodes = z.array(pincodeText).max(500).refine(distinct, once).describe('Where they come.');

export const createProviderInput = z.strictObject({
  ...person,
  skills: skills.default([]),
  pincodes: pincodes.default([]),
});
publishSchema(createProviderInput, 'CreateProvider', providerRecordsExamples.CreateProvider);
export type CreateProviderInput = z.output<typeof createProviderInput>;

export const replaceProviderInput = z.strictObject(person);
publishSchema(replaceProviderInput, 'ReplaceProvider', providerRecordsExamples.ReplaceProvider);

export const updateProviderInput = patchOf(person);
publishSchema(updateProviderInput, 'UpdateProvider', providerRecordsExamples.UpdateProvider);
export type UpdateProviderInput = z.output<typeof updateProviderInput>;

export const replaceSkillsInput = z.strictObject({ skills });
publishSchema(replaceSkillsInput, 'ReplaceProviderSkills', providerRecordsExamples.ReplaceProviderSkills);

export const replacePincodesInput = z.strictObject({ pincodes });
publishSchema(
  replacePincodesInput,
  'ReplaceProviderPincodes',
  providerRecordsExamples.ReplaceProviderPincodes,
);

export const documentKindParam = documentKind;

export const replaceDocumentInput = z.strictObject({
  number: codeText({ min: 4, max: 60 }).describe(
    `Of it only the last ${numberEndLength} characters are kept.`,
  ),
  validUntil: z.iso.date().nullable().describe('Last day, inclusive; null where it does not end.'),
});
publishSchema(
  replaceDocumentInput,
  'ReplaceProviderDocument',
  providerRecordsExamples.ReplaceProviderDocument,
);
export type ReplaceDocumentInput = z.output<typeof replaceDocumentInput>;

export const providerRecordsList = new ListForm({
  // Ids are in the order of time.
  sortBy: { name: 'text', createdAt: 'id', ratingAverage: 'number' },
  default: 'name',
  period: { of: 'createdAt', is: 'Entered' },
  filters: {
    status: providerStatus.optional(),
    cityId: z.uuid().optional(),
    skill: z.uuid().optional().describe('Id of a subcategory of services.'),
    pincode: pincodeText.optional(),
    documentsExpireBefore: z.iso
      .date()
      .optional()
      .describe('Only those of whom a required document ends before this day.'),
    q: plainText({ min: 1, max: 120 }).optional().describe('Part of a name.'),
  },
});
export type ProviderRecordsQuery = z.output<typeof providerRecordsList.query>;

const documentView = z.object({
  kind: documentKind,
  number: z.string().describe('The last characters, the others masked.'),
  validUntil: z.iso.date().nullable(),
  isRequired: z.boolean().describe('Without a valid one no new visit is sold.'),
  updatedAt: z.date(),
});

/** What staff see. Phone number and documents are in no view that the public gets. */
const staffProviderView = providerView.extend({
  phone: z.string(),
  status: providerStatus,
  nextStatuses: z.array(providerStatus).describe('What the status may become.'),
  weeklyMaxMinutes: z.int(),
  minRestMinutes: z.int(),
  documentsValidUntil: z.iso
    .date()
    .nullable()
    .describe('Last day on which all required documents are valid; null while none of them ends.'),
  takesVisits: z.boolean().describe('Whether visits of today could be sold: active, with valid documents.'),
  version: z
    .int()
    .describe('Also the `etag`; for `if-match`. Counts changes of shifts and documents as well.'),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(staffProviderView, 'ProviderRecord', providerRecordsExamples.ProviderRecord);
export const providerRecordsView = pageOf(staffProviderView);

export const providerRecordView = staffProviderView.extend({
  skills: z.array(z.object({ id: z.uuid(), slug: z.string(), name: z.string() })),
  pincodes: z.array(z.string()),
  documents: z.array(documentView),
});
publishSchema(providerRecordView, 'ProviderRecordDetail', providerRecordsExamples.ProviderRecordDetail);
