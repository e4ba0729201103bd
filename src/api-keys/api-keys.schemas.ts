import { z } from 'zod';
import { ListForm, nameText, pageOf, patchOf, publishSchema } from '#libs/http';
import { knownPassword } from '#libs/passwords';
import { permissionName } from '../access/access.schemas.js';
import { permissions } from '../access/roles.js';
import { apiKeyStatuses } from './api-key.entity.js';
import { apiKeysExamples } from './api-keys.examples.js';

const name = nameText({ min: 1, max: 80 })
  .describe('What you recognise it by.')
  .meta({ examples: ['Accounting'] });
const requestsPerMinute = z
  .int()
  .min(1)
  .max(100_000)
  .describe('By default, and at most, what the installation allows (API_KEY_RATE_LIMIT).');
const password = knownPassword.describe('Yours: a key outlives the session that asks for it.');

export const createApiKeyInput = z.strictObject({
  name,
  scopes: z
    .array(permissionName)
    .min(1)
    .max(permissions.length)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'must not repeat one')
    .describe('What the key is for: some of what you may do yourself.')
    .meta({ examples: [['bookings.read']] }),
  expiresInDays: z.int().min(1).max(365).default(90),
  requestsPerMinute: requestsPerMinute.optional(),
  password,
});
publishSchema(createApiKeyInput, 'CreateApiKey', apiKeysExamples.CreateApiKey);
export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;

export const changeApiKeyInput = patchOf({ name, requestsPerMinute });
publishSchema(changeApiKeyInput, 'UpdateApiKey', apiKeysExamples.UpdateApiKey);
export type ChangeApiKeyInput = z.output<typeof changeApiKeyInput>;

const week = 7 * 24 * 60;

export const rotateApiKeyInput = z.strictObject({
  password,
  overlapMinutes: z
    .int()
    .min(0)
    .max(week)
    .default(60)
    .describe('For how long the old secret works as well. One that was still in its overlap ends at once.'),
});
publishSchema(rotateApiKeyInput, 'RotateApiKey', apiKeysExamples.RotateApiKey);
export type RotateApiKeyInput = z.output<typeof rotateApiKeyInput>;

const apiKeyOrder = {
  // Ids are in the order of time.
  sortBy: { createdAt: 'id' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'The key was made' },
} as const;
const apiKeyFilters = {
  status: z
    .enum(apiKeyStatuses)
    .optional()
    .describe('`active`: neither revoked nor expired. What is both counts as revoked.'),
};

export const apiKeysList = new ListForm({ ...apiKeyOrder, filters: apiKeyFilters });
export type ListApiKeys = z.output<typeof apiKeysList.query>;
export const allApiKeysList = new ListForm({
  ...apiKeyOrder,
  filters: {
    ...apiKeyFilters,
    owner: z.uuid().optional().describe('A customer or a member of staff.'),
  },
});
export type ListAllApiKeys = z.output<typeof allApiKeysList.query>;

export const apiKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('What the key begins with, after `hsk_`.'),
  scopes: z.array(permissionName),
  requestsPerMinute: z.int(),
  expiresAt: z.date(),
  previousEndsAt: z.date().nullable().describe('The secret before the last rotation works until then.'),
  revokedAt: z.date().nullable(),
  lastUsedAt: z.date().nullable().describe('To the minute.'),
  lastUsedAddress: z.string().nullable(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(apiKeyView, 'ApiKey', apiKeysExamples.ApiKey);

export const apiKeysView = pageOf(apiKeyView);

/** The only answers that hold a key: it cannot be shown again. */
export const newApiKeyView = apiKeyView.extend({
  key: z.string().describe('Send it as `Authorization: Bearer`. It is shown this once.'),
});
publishSchema(newApiKeyView, 'NewApiKey', apiKeysExamples.NewApiKey);

const ownedApiKeyView = apiKeyView.extend({ ownerKind: z.enum(['customer', 'staff']), ownerId: z.uuid() });
publishSchema(ownedApiKeyView, 'OwnedApiKey', apiKeysExamples.OwnedApiKey);
export const ownedApiKeysView = pageOf(ownedApiKeyView);
