import { z } from 'zod';
import { emailText, ListForm, nameText, patchOf, phoneText, plainText, publishSchema } from '#libs/http';
import { knownPassword } from '#libs/passwords';
import { customersExamples } from './customers.examples.js';
import { customerStatuses, customerLanguages, customerTiers } from './customer.entity.js';

const customerStatus = z.enum(customerStatuses).meta({ id: 'CustomerStatus' });
const language = z.enum(customerLanguages).meta({ id: 'Language' });

export const customerView = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  phone: z.string().nullable(),
  phoneVerified: z.boolean(),
  language,
  createdAt: z.date(),
  version: z.int().describe('Of the profile; also in the header `etag`.'),
});
publishSchema(customerView, 'Customer', customersExamples.Customer);

const profile = {
  name: nameText({ min: 1, max: 120 }),
  email: emailText.nullable().describe('A new address has to be verified again.'),
  phone: phoneText.nullable().describe('A new number has to be verified again.'),
  language: language.describe('Language of mails and messages.'),
  password: knownPassword.optional().describe('The current one: needed for another address or number.'),
};

/** Where neither is left. */
export const noWayToLogIn = {
  message: 'give an e-mail address or a phone number: there must be a way to log in',
  path: ['email'],
};

export const replaceProfileInput = z
  .strictObject(profile)
  .refine(({ email, phone }) => email !== null || phone !== null, noWayToLogIn);
publishSchema(replaceProfileInput, 'ReplaceProfile', customersExamples.ReplaceProfile);
export type ReplaceProfileInput = z.output<typeof replaceProfileInput>;

export const updateProfileInput = patchOf(profile);
publishSchema(updateProfileInput, 'UpdateProfile', customersExamples.UpdateProfile);
export type UpdateProfileInput = z.output<typeof updateProfileInput>;

export const closeAccountInput = z.strictObject({ password: knownPassword });
publishSchema(closeAccountInput, 'CloseAccount', customersExamples.CloseAccount);
export type CloseAccountInput = z.output<typeof closeAccountInput>;

export const exportView = z.object({
  id: z.uuid(),
  exportedAt: z.date(),
  data: z.record(z.string(), z.unknown()).describe('By the part of the program that holds it.'),
});
publishSchema(exportView, 'PersonalDataExport', customersExamples.PersonalDataExport);

/** What the problem ACCOUNT_IN_USE carries. */
export const accountInUseView = z.object({
  commitments: z.array(z.object({ type: z.string(), id: z.uuid(), reference: z.string() })),
});

export const customersList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'The account was opened' },
  filters: {
    q: plainText({ min: 2, max: 254 })
      .optional()
      .describe('How the name, the e-mail address or the phone number begins.'),
    status: customerStatus.optional(),
  },
});
export type CustomersQuery = z.output<typeof customersList.query>;

/** In lists: enough to choose somebody. How they are reached is shown, and noted, one by one. */
export const customerItemView = z.object({
  id: z.uuid(),
  name: z.string(),
  status: customerStatus,
  createdAt: z.date(),
});
publishSchema(customerItemView, 'CustomerSummary', customersExamples.CustomerSummary);

const customerTier = z.enum(customerTiers).meta({ id: 'CustomerTier' });

export const customerDetailView = customerView.extend({
  status: customerStatus,
  tier: customerTier.describe('What SLA policies may ask for as `customerTiers`.'),
  lastLoginAt: z.date().nullable(),
  deletedAt: z.date().nullable(),
  eraseAt: z.date().nullable().describe('When what is personal will be erased.'),
});
publishSchema(customerDetailView, 'CustomerDetail', customersExamples.CustomerDetail);

export const reasonInput = z.strictObject({
  reason: plainText({ min: 3, max: 300, lineBreaks: true }).describe('Kept in the audit log.'),
});
publishSchema(reasonInput, 'AccountChangeReason', customersExamples.AccountChangeReason);
export type ReasonInput = z.output<typeof reasonInput>;

export const setTierInput = z.strictObject({ tier: customerTier, reason: reasonInput.shape.reason });
publishSchema(setTierInput, 'SetCustomerTier', customersExamples.SetCustomerTier);
export type SetTierInput = z.output<typeof setTierInput>;
