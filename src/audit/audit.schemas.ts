import { z } from 'zod';
import { codeText, ListForm, periodQuery, publishSchema } from '#libs/http';
import { auditExamples } from './audit.examples.js';
import { unsealedReasons } from './audit.service.js';
import { auditFaults } from './audit-verifier.service.js';
import { linkPattern } from './chain.hash.js';

const idText = codeText({ max: 64 });

const filters = {
  actor: idText.optional().describe('Id of who did it.'),
  actorKind: z.enum(['customer', 'staff', 'agent', 'system', 'anonymous']).optional(),
  action: idText.optional().meta({ examples: ['staff.approved'] }),
  objectType: codeText({ max: 32 }).optional(),
  object: idText.optional().describe('Id of what it was done to.'),
  person: idText.optional().describe('Id of whose personal data it holds.'),
  correlationId: idText.optional(),
};
const done = 'It was done';

export const auditList = new ListForm({
  sortBy: { at: 'instant' },
  default: '-at',
  period: { of: 'at', is: done },
  filters,
});
export type AuditQuery = z.output<typeof auditList.query>;

export const exportQuery = z.strictObject({
  ...filters,
  ...periodQuery(done),
  format: z.enum(['csv', 'jsonl']).default('csv'),
});
export type ExportQuery = z.output<typeof exportQuery>;

export const verifyQuery = z.strictObject({
  expect: z
    .string()
    .max(90)
    .regex(linkPattern, 'must be a number and a hash, as `SEQ:HASH`')
    .optional()
    .describe('A checkpoint from the log, as `SEQ:HASH`: shows also that nobody has put the database back.'),
});
export type VerifyQuery = z.output<typeof verifyQuery>;

const facts = z.record(z.string(), z.unknown()).nullable();

// Rows are shown as they are, also when somebody has put something into them that the program never writes: whoever looks for it must see it.
const storedFacts = z.unknown().describe('By the name of the field; null where there is nothing.');
const storedTime = z
  .date()
  .nullable()
  .catch(null)
  .describe('Null when the stored value is not a valid time.');
const hash = z
  .instanceof(Uint8Array)
  .transform((bytes) => Buffer.from(bytes).toString('hex'))
  .pipe(z.string().describe('SHA-256, hex.'))
  .nullable();

/** Personal data in it is masked. */
export const auditEntryView = z.object({
  id: z.guid(),
  seq: z.number().nullable().describe('Place in the chain.'),
  at: storedTime,
  actorKind: z.string(),
  actorId: z.string(),
  onBehalfOf: z.string().nullish(),
  sessionId: z.string().nullish(),
  apiKeyId: z
    .string()
    .nullish()
    .describe('The API key, or the grant of a connected app, that it was done with.'),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  before: storedFacts,
  after: storedFacts,
  person: z.string().nullish().describe('Whose personal data it holds.'),
  address: z.string().nullish().describe('The network that the caller came from.'),
  correlationId: z.string().nullish(),
  hash,
});
publishSchema(auditEntryView, 'AuditEntry', auditExamples.AuditEntry);

export const openedEntryView = auditEntryView.extend({
  unsealed: z
    .object({
      before: facts,
      after: facts,
      address: z.string().optional(),
      userAgent: z.string().optional(),
    })
    .nullable()
    .describe('The values as they were before they were masked.'),
  unsealedReason: z
    .enum(unsealedReasons)
    .nullable()
    .describe(
      'Why `unsealed` is null. `cannot_be_opened`: the row was changed, or SECRET_KEY is another one than when it was written.',
    ),
});
publishSchema(openedEntryView, 'OpenedAuditEntry', auditExamples.OpenedAuditEntry);

export const verificationView = z.object({
  intact: z.boolean(),
  entries: z.int().describe('Found in order: all, or those before the broken one.'),
  checkpoints: z.int().describe('Signed ones among them that fit.'),
  head: z.object({ seq: z.int(), hash: z.string() }).describe('The last of them.'),
  broken: z
    .object({
      seq: z.number().nullable().describe('Its place in the chain.'),
      id: z.string().nullable().describe('Null when it is gone.'),
      fault: z.enum(auditFaults),
      detail: z.string(),
    })
    .nullable()
    .describe('The first entry that is not as it was written.'),
});
publishSchema(verificationView, 'AuditVerification', auditExamples.AuditVerification);
