import { z } from 'zod';
import { defineEvent } from '#libs/events';

/** What happens to the safety of an account, of which its owner is told. */
export const accountNotices = [
  'refresh_token_reused',
  'api_key_created',
  'app_connected',
  'app_token_reused',
  'password_changed',
  // Customers only:
  'contact_changed',
  // Staff only:
  'second_factor_on',
  'second_factor_off',
  'second_factor_reset',
  'recovery_codes_renewed',
] as const;
export type AccountNotice = (typeof accountNotices)[number];

export const accountSecurityNoticed = defineEvent({
  type: 'account.security_noticed',
  aggregate: 'account',
  description: 'Something happened to the safety of an account.',
  isPublic: false,
  data: z.object({
    kind: z.enum(['customer', 'staff']),
    notice: z.enum(accountNotices),
    /** Where a customer was reached until they changed it (`earlier-contact.entity.ts`). */
    earlierContactId: z.uuid().nullable().default(null),
  }),
});
export type AccountNoticeFacts = z.output<(typeof accountSecurityNoticed)['data']>;

/** Of all who tell owners about the safety of their accounts (`@Notifies`). */
export const securityListener = 'notifications.account_security';
