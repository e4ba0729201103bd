import { z } from 'zod';
import { codeText, emailText, nameText, phoneText, plainText } from '#libs/http';
import { customerView } from '../customers/customers.service.js';

const password = z.string().min(8).max(128);

export const registerInput = z.strictObject({
  name: nameText({ min: 1, max: 120 }),
  email: emailText.meta({ examples: ['asha@example.com'] }),
  password: password.meta({ examples: ['correct horse 42'] }),
  phone: phoneText.optional().describe('An Indian mobile number, with or without +91 or 0.'),
});
export type RegisterInput = z.output<typeof registerInput>;

export const loginInput = z.strictObject({
  identifier: plainText({ min: 3, max: 254 })
    .transform((text) => phoneText.safeParse(text).data ?? text.toLowerCase())
    .describe('E-mail address or phone number.'),
  password: z.string().min(1).max(128),
});
export type LoginInput = z.output<typeof loginInput>;

export const refreshInput = z.strictObject({ refreshToken: codeText({ min: 20, max: 200 }) });

export const tokensView = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresIn: z.int().describe('Seconds until the access token expires.'),
});

export const signedInView = tokensView.extend({ user: customerView });

export const callerView = z.object({
  id: z.string(),
  kind: z.enum(['customer', 'staff']),
  permissions: z.array(z.string()),
});
