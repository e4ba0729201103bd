// Logins, what proves who somebody is, and how long accounts are kept.
import { z } from 'zod';

const positive = z.coerce.number().int().positive();

export const identitySettings = {
  ACCESS_TOKEN_SECONDS: positive.default(900).describe('Life of an access token.'),
  REFRESH_TOKEN_SECONDS: positive
    .default(30 * 86_400)
    .describe('Life of a login: no refresh token of it works longer.'),
  REFRESH_RETRY_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(30)
    .default(20)
    .describe('A refresh token that was just used gets the same successor again for this time; 0 for never.'),
  MAX_SESSIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('Logins of one account at a time.'),
  SESSION_POLICY: z
    .enum(['drop_oldest', 'refuse_new'])
    .default('drop_oldest')
    .describe('What happens at one login more than MAX_SESSIONS.'),
  STAFF_SECOND_FACTOR_ROLES: z
    .string()
    .default('')
    .refine((list) => /^(?:[a-z0-9_]+(?: *, *[a-z0-9_]+)*)?$/.test(list), 'not a list of roles')
    .describe(
      'Roles, comma separated, that hold no permission until a second factor is set up, and all roles that hold as much. Recommended: super_admin,admin.',
    ),
  APP_TOKEN_SECONDS: z.coerce
    .number()
    .int()
    .min(60)
    .max(86_400)
    .default(3_600)
    .describe('Life of an access token that a connected app gets.'),
  APP_REFRESH_SECONDS: positive
    .default(30 * 86_400)
    .describe('A connected app that has not come for a new token for this time is disconnected.'),
  APP_CLIENTS_WAITING: z.coerce
    .number()
    .int()
    .min(10)
    .max(100_000)
    .default(1_000)
    .describe(
      'Apps that have registered themselves and that nobody has connected yet: one more takes the place of the oldest. After a day they are removed.',
    ),
  MAILS_PER_NETWORK: positive
    .default(1_000)
    .describe(
      'Links an hour that are mailed at the request of one network: mobile carriers put thousands of people behind one address.',
    ),
  TEXT_MESSAGES_PER_NETWORK: positive
    .default(200)
    .describe('Codes an hour that are sent by text message at the request of one network.'),
  ERASE_AFTER_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(365)
    .default(30)
    .describe('What is personal of a closed account is erased after this time.'),
};
