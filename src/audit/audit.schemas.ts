import { z } from 'zod';
import { codeText, pageQuery } from '#libs/http';
import { auditFaults } from './audit-verifier.service.js';

const idText = codeText({ max: 64 });
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const filters = {
  actor: idText.optional().describe('Id of who did it.'),
  actorKind: z.enum(['customer', 'staff', 'agent', 'system', 'anonymous']).optional(),
  action: idText.optional().meta({ examples: ['staff.approved'] }),
  objectType: codeText({ max: 32 }).optional(),
  object: idText.optional().describe('Id of what it was done to.'),
  person: idText.optional().describe('Id of whose personal data it holds.'),
  correlationId: idText.optional(),
  from: instant.optional().describe('Inclusive.'),
  to: instant.optional().describe('Exclusive.'),
};

export const auditQuery = pageQuery.extend(filters);
export type AuditQuery = z.output<typeof auditQuery>;

export const exportQuery = z.strictObject({ ...filters, format: z.enum(['csv', 'jsonl']).default('csv') });
export type ExportQuery = z.output<typeof exportQuery>;

export const verifyQuery = z.strictObject({
  expect: z
    .string()
    .regex(/^[1-9]\d{0,14}:[0-9a-f]{64}$/, 'must be a number and a hash, as `SEQ:HASH`')
    .optional()
    .describe('A checkpoint from the log, as `SEQ:HASH`: shows also that nobody has put the database back.'),
});
export type VerifyQuery = z.output<typeof verifyQuery>;

const facts = z.record(z.string(), z.unknown()).nullable();
const hash = z
  .instanceof(Uint8Array)
  .transform((bytes) => Buffer.from(bytes).toString('hex'))
  .pipe(z.string().describe('SHA-256, hex.'))
  .nullable();

/** Personal data in it is masked. */
export const auditEntryView = z.object({
  id: z.uuid(),
  seq: z.int().nullable().describe('Place in the chain.'),
  at: z.date(),
  actorKind: z.string(),
  actorId: z.string(),
  onBehalfOf: z.string().nullish(),
  sessionId: z.string().nullish(),
  apiKeyId: z.string().nullish(),
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  before: facts,
  after: facts,
  person: z.string().nullish().describe('Whose personal data it holds.'),
  address: z.string().nullish().describe('The network that the caller came from.'),
  correlationId: z.string().nullish(),
  hash,
});

export const openedEntryView = auditEntryView.extend({
  unsealed: z
    .object({
      before: facts,
      after: facts,
      address: z.string().optional(),
      userAgent: z.string().optional(),
    })
    .nullable()
    .describe('As it was; null when nothing was sealed, or the person was erased since.'),
});

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
