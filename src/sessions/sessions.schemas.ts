import { z } from 'zod';
import { listOf, publishSchema } from '#libs/http';
import { sessionsExamples } from './sessions.examples.js';

export const sessionParams = z.strictObject({ id: z.uuid() });

export const logoutInput = z
  .strictObject({ everywhere: z.boolean().default(false).describe('End the other sessions as well.') })
  .prefault({});
publishSchema(logoutInput, 'LogOut', sessionsExamples.LogOut);
export type LogoutInput = z.output<typeof logoutInput>;

const sessionView = z.object({
  id: z.uuid(),
  device: z.string().nullable().describe('Browser and system, as far as the client says.'),
  address: z.string().nullable(),
  createdAt: z.date(),
  lastUsedAt: z.date().describe('To the minute.'),
  expiresAt: z.date(),
  isCurrent: z.boolean().describe('True for the session that sends this request.'),
});
publishSchema(sessionView, 'Session', sessionsExamples.Session);
export const sessionsView = listOf(sessionView);

export const csrfView = z.object({
  csrfToken: z
    .string()
    .describe('Send it as `x-csrf-token` with every change that a page makes by its session cookie.'),
});
publishSchema(csrfView, 'CsrfToken', sessionsExamples.CsrfToken);

export const signingKeyView = z.object({
  kid: z.string(),
  algorithm: z.string(),
  createdAt: z.date(),
  activatesAt: z.date().describe('When it begins to sign. It is published and verifies before.'),
  retiresAt: z.date().nullable().describe('When it stops to verify; null while it has no successor.'),
});
publishSchema(signingKeyView, 'SigningKey', sessionsExamples.SigningKey);

export const signingKeysView = listOf(signingKeyView);

export const jwksView = z.object({
  keys: z.array(
    z.object({
      kty: z.string(),
      crv: z.string(),
      x: z.string(),
      y: z.string(),
      kid: z.string(),
      alg: z.string(),
      use: z.literal('sig'),
    }),
  ),
});
publishSchema(jwksView, 'JsonWebKeySet', sessionsExamples.JsonWebKeySet);
