import { z } from 'zod';
import { codeText, nameText, plainText } from '#libs/http';

const email = z.email().max(254).toLowerCase();

/** An Indian mobile number, with or without +91, 0, spaces or dashes; kept as +91 and ten digits. */
const phone = z
  .string()
  .max(20)
  .trim()
  .regex(/^(?:\+?91|0)?[\s-]*[6-9](?:[\s-]*\d){9}$/, 'must be an Indian mobile number')
  .meta({ examples: ['+919876543210'] })
  .transform((text) => `+91${text.replace(/\D/g, '').slice(-10)}`);

const password = z.string().min(8).max(128);

export const registerInput = z.strictObject({
  name: nameText({ min: 1, max: 120 }),
  email: email.meta({ examples: ['asha@example.com'] }),
  password: password.meta({ examples: ['correct horse 42'] }),
  phone: phone.optional().describe('An Indian mobile number, with or without +91 or 0.'),
});
export type RegisterInput = z.output<typeof registerInput>;

export const loginInput = z.strictObject({
  identifier: plainText({ min: 3, max: 254 })
    .transform((text) => phone.safeParse(text).data ?? text.toLowerCase())
    .describe('E-mail address or phone number.'),
  password: z.string().min(1).max(128),
});
export type LoginInput = z.output<typeof loginInput>;

export const refreshInput = z.strictObject({ refreshToken: codeText({ min: 20, max: 200 }) });

export const customerView = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  language: z.string(),
  createdAt: z.date(),
});

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
