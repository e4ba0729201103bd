// Bookings, and the clock that they go by.
import { z } from 'zod';
import { isTimeZone } from '../setting-checks.js';

/** Of nobody: it has the form of one, and invoices under it are not valid. */
export const placeholderGstin = '29AAAAA0000A1Z5';

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
  QUOTE_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(30)
    .describe('How long a quote is honoured.'),
  TRAVEL_SPEED_KMH: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(20)
    .describe('How fast providers get from visit to visit, as the crow flies.'),
  TRAVEL_FIXED_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(240)
    .default(10)
    .describe('Added to each way between two visits, and all that there is within a pincode.'),
  TRAVEL_DEFAULT_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(720)
    .default(30)
    .describe('The way to a visit at another pincode, where it is not known how far that is.'),
  SUBSTITUTE_OFFER_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 60)
    .default(30)
    .describe(
      'How long a customer has for an offer of another professional or time; so long the slot is kept.',
    ),
  SUBSTITUTE_OFFERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(3)
    .describe('After so many offers that were declined or not answered, a person takes over.'),
  SUBSTITUTE_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(14)
    .default(3)
    .describe('How many days, that of the visit included, are searched for another time.'),
  SLOT_HOLD_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('How long a slot is held for a customer.'),
  SLOT_HOLDS_OPEN: z.coerce
    .number()
    .int()
    .min(1)
    .max(50)
    .default(3)
    .describe('Slots that a customer holds at a time.'),
  SLOT_HOLDS_PER_HOUR: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(20)
    .describe('Slots that a customer may begin to hold within an hour, so that nobody keeps one for ever.'),
  SLOT_HOLDS_PER_PROVIDER_DAY: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(4)
    .describe("Slots of a provider's day that are held at a time, by all customers together."),
  PROVIDER_SHARE_PERCENT: z.coerce
    .number()
    .int()
    .min(0)
    .max(100)
    .default(80)
    .describe(
      'What a professional gets of a price, tax not included. Holds for what is completed from then on.',
    ),
  REMEDY_OWN_LIMIT_PAISE: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_000_000_000)
    .default(100_000)
    .describe(
      'What whoever works on a complaint gives for it by themselves, in all: more needs an approval.',
    ),
  REMEDY_VISIT_CEILING_PAISE: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_000_000_000)
    .default(1_000_000)
    .describe('Credit for one visit, whoever approves it: the damage cover of the handbook.'),
  INCIDENT_GOODWILL_OWN_LIMIT_PAISE: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_000_000_000)
    .default(2_000_000)
    .describe('Goodwill for all customers of an incident together that needs no approval.'),
  INCIDENT_GOODWILL_CEILING_PAISE: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_000_000_000)
    .default(50_000_000)
    .describe('The same, whoever approves it.'),
  COMPANY_NAME: z.string().min(1).max(120).default('Home Services Desk').describe('Who issues the invoices.'),
  COMPANY_ADDRESS: z
    .string()
    .min(1)
    .max(300)
    .default('1 Example Road, Bengaluru 560001')
    .describe('On the invoices.'),
  COMPANY_GSTIN: z
    .string()
    .default(placeholderGstin)
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
