// Mails, text messages and notices.
import { z } from 'zod';

export const messageSettings = {
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Mail server, with user and password: `smtps://user:password@mail.example`. Without it mails stay in DATA_DIR/outbox.',
    ),
  SMTP_FALLBACK_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe('Mail server that is asked when that of SMTP_URL cannot take a mail now.'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]+@[^\r\n]+$/, 'not a sender')
    .default('Home services <no-reply@localhost>')
    .describe('Sender of mails.'),
  SMS_DAILY_LIMIT: z.coerce
    .number()
    .int()
    .min(0)
    .default(5_000)
    .describe(
      'Text messages a day (in BUSINESS_TIME_ZONE), codes and notices together; none are sent beyond it.',
    ),
  NOTIFICATION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(180)
    .describe('Notices, and the log of how they were delivered, are kept for this time.'),
};
