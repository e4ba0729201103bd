// Bookings, and the clock that they go by.
import { z } from 'zod';
import { isTimeZone } from '../setting-checks.js';

export const marketSettings = {
  BUSINESS_TIME_ZONE: z
    .string()
    .default('Asia/Kolkata')
    .refine((zone) => isTimeZone(zone), 'not an IANA time zone')
    .describe('Days and clock times are meant in this zone.'),
  BOOKING_LEAD_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(60)
    .describe('A slot must start at least this far ahead.'),
  BOOKING_HORIZON_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('A slot must start within this time.'),
  PROVIDER_SHARE_PERCENT: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .default(80)
    .describe(
      'What a professional gets of a price, tax not included. Holds for what is completed from then on.',
    ),
  COMPANY_NAME: z.string().min(1).max(120).default('Home Services Desk').describe('Who issues the invoices.'),
  COMPANY_ADDRESS: z
    .string()
    .min(1)
    .max(300)
    .default('1 Example Road, Bengaluru 560001')
    .describe('On the invoices.'),
  COMPANY_GSTIN: z
    .string()
    .default('29AAAAA0000A1Z5')
    .refine((text) => /^[0-9]{2}[A-Z]{5}[0-9]{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/.test(text), 'not a GSTIN')
    .describe(
      'Registration for GST, on the invoices; its first two digits are the state. The default is nobody’s.',
    ),
  PROPOSAL_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(30)
    .describe('How long an offer in a conversation can be agreed to.'),
};
