import { z } from 'zod';
import {
  codeText,
  contactText,
  emailText,
  nameText,
  phoneText,
  publishSchema,
  sixDigitCode,
} from '#libs/http';
import { knownPassword, newPassword } from '#libs/passwords';
import { customerLanguages } from '../customers/customer.entity.js';
import { customerView } from '../customers/customers.service.js';
import { authExamples } from './auth.examples.js';

/** What can be registered is plain ASCII, so a look-alike letter finds nobody. */
const identifier = contactText.describe('E-mail address or phone number.');

export const registerInput = z
  .strictObject({
    name: nameText({ min: 1, max: 120 }),
    email: emailText.optional().meta({ examples: ['asha@example.com'] }),
    phone: phoneText.optional().describe('An Indian mobile number, with or without +91 or 0.'),
    password: newPassword,
    language: z
      .enum(customerLanguages)
      .default('en')
      .describe('Language of mails and messages; English by default.'),
  })
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, {
    path: ['email'],
    message: 'an e-mail address or a phone number is needed',
  })
  .describe('With an e-mail address, a phone number, or both.');
publishSchema(registerInput, 'RegisterCustomer', authExamples.RegisterCustomer);
export type RegisterInput = z.output<typeof registerInput>;

export const loginInput = z.strictObject({ identifier, password: knownPassword });
publishSchema(loginInput, 'LogIn', authExamples.LogIn);
export type LoginInput = z.output<typeof loginInput>;

export const refreshInput = z.strictObject({ refreshToken: codeText({ min: 20, max: 200 }) });
publishSchema(refreshInput, 'RefreshSession', authExamples.RefreshSession);

const linkToken = codeText({ min: 20, max: 200 }).describe('From the link that was mailed.');
const sixDigits = sixDigitCode.describe('From the message that was sent.');

export const verifyEmailInput = z.strictObject({ token: linkToken });
publishSchema(verifyEmailInput, 'VerifyEmail', authExamples.VerifyEmail);
export const verifyPhoneInput = z.strictObject({ code: sixDigits });
publishSchema(verifyPhoneInput, 'VerifyPhone', authExamples.VerifyPhone);

export const forgottenInput = z.strictObject({ identifier });
publishSchema(forgottenInput, 'RequestPasswordReset', authExamples.RequestPasswordReset);

export const resetInput = z.union([
  z.strictObject({ token: linkToken, password: newPassword }),
  z.strictObject({ identifier, code: sixDigits, password: newPassword }),
]);
publishSchema(resetInput, 'ResetPassword', authExamples.ResetPassword);
export type ResetInput = z.output<typeof resetInput>;

export const reopenInput = z.union([
  z.strictObject({ token: linkToken }),
  z.strictObject({ identifier, code: sixDigits }),
]);
publishSchema(reopenInput, 'ReopenAccount', authExamples.ReopenAccount);
export type ReopenInput = z.output<typeof reopenInput>;

export const changePasswordInput = z.strictObject({ currentPassword: knownPassword, newPassword });
publishSchema(changePasswordInput, 'ChangePassword', authExamples.ChangePassword);
export type ChangePasswordInput = z.output<typeof changePasswordInput>;

export const sentView = z.object({
  retryAfterSeconds: z.int().describe('Until another one can be asked for.'),
});
publishSchema(sentView, 'SentCode', authExamples.SentCode);

export const tokensView = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int().describe('Seconds until the access token expires.'),
});

export const signedInView = tokensView.extend({ user: customerView });
publishSchema(signedInView, 'SignedInCustomer', authExamples.SignedInCustomer);

const sendingView = z.object({
  status: z
    .enum(['sent', 'delayed'])
    .describe('`delayed`: nothing is on its way yet; ask for it with `resend` later.'),
  retryAfterSeconds: z.int().describe('Until another one can be asked for.'),
});

export const registeredView = signedInView.extend({
  verification: z
    .object({ email: sendingView.optional(), phone: sendingView.optional() })
    .describe('Whether the link and the code that verify the addresses are on their way.'),
});
publishSchema(registeredView, 'RegisteredCustomer', authExamples.RegisteredCustomer);

export const callerView = z.object({
  id: z.string(),
  kind: z.enum(['customer', 'staff']),
  permissions: z.array(z.string()),
});
publishSchema(callerView, 'Caller', authExamples.Caller);
