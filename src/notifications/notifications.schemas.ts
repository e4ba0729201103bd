import { IANAZone } from 'luxon';
import { z } from 'zod';
import { pageOf, pageQuery } from '#libs/http';
import { isPushPublicKey } from '#libs/push';
import { categories } from './notice-kind.js';
import { noticeNames } from './notice-kinds.js';
import { languages } from './notice-words.js';
import { channels, deliveryReasons, deliveryStatuses } from './notification.entity.js';
import { switchableChannels } from './notification-preferences.entity.js';

export const feedQuery = pageQuery.extend({
  unread: z.stringbool().optional().describe('Only what has not been read, or only what has.'),
});
export type FeedQuery = z.output<typeof feedQuery>;

export const notificationView = z.object({
  id: z.uuid(),
  kind: z.string(),
  category: z.enum(categories).nullable().describe('Null of a kind that is no more.'),
  title: z.string(),
  body: z.string(),
  urgent: z.boolean(),
  data: z.record(z.string(), z.unknown()).describe('What it is about: ids, times, amounts.'),
  readAt: z.date().nullable(),
  createdAt: z.date(),
});
export type NotificationView = z.input<typeof notificationView>;
export const notificationsView = pageOf(notificationView);

export const unreadCountView = z.object({ unread: z.int() });
export const readAllView = z.object({ read: z.int().describe('How many had not been read until now.') });

export const deliveriesQuery = pageQuery;
export const customerDeliveriesQuery = pageQuery.extend({ customer: z.uuid() });
export type CustomerDeliveriesQuery = z.output<typeof customerDeliveriesQuery>;

export const deliveryView = z.object({
  id: z.uuid(),
  notificationId: z.uuid().nullable().describe('Null of a digest.'),
  kind: z.string().describe('`digest` of a digest.'),
  channel: z.enum(channels),
  status: z.enum(deliveryStatuses),
  reason: z.enum(deliveryReasons).nullable().describe('Why it was not sent.'),
  destination: z.string().nullable().describe('Masked.'),
  transport: z.string().nullable().describe('Who took it over.'),
  attempts: z.int(),
  notBefore: z.date().nullable(),
  sentAt: z.date().nullable(),
  createdAt: z.date(),
});
export const deliveriesView = pageOf(deliveryView);

const clockTime = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, 00:00 to 23:59')
  .meta({ examples: ['22:00'] });

export function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}

export function timeOf(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

const timeZone = z
  .string()
  .max(64)
  .regex(/^[A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){0,2}$/, 'must be an IANA time zone')
  .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone')
  .meta({ examples: ['Asia/Kolkata'] });

const quietHours = z
  .strictObject({ from: clockTime, to: clockTime })
  .refine(({ from, to }) => from !== to, 'must end at another time than they begin');

const digest = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('off') }),
  z.strictObject({
    mode: z.literal('daily'),
    hour: z.int().min(0).max(23).describe('In your time zone.'),
  }),
]);

const ways = z.strictObject(
  Object.fromEntries(switchableChannels.map((channel) => [channel, z.boolean().optional()])) as Record<
    (typeof switchableChannels)[number],
    z.ZodOptional<z.ZodBoolean>
  >,
);

export const preferencesInput = z.strictObject({
  kinds: z
    .partialRecord(z.enum(noticeNames), ways)
    .default({})
    .describe('By kind: what is to be otherwise than by default.'),
  timeZone: timeZone.nullable().default(null).describe('Null: that of the business.'),
  quietHours: quietHours
    .nullable()
    .default(null)
    .describe('Mails, text messages and pushes wait until they are over, unless they are urgent.'),
  digest: digest
    .default({ mode: 'off' })
    .describe('`daily`: one mail a day for everything that is not urgent.'),
});
export type PreferencesInput = z.output<typeof preferencesInput>;

export const preferencesView = z.object({
  kinds: z.array(
    z.object({
      kind: z.enum(noticeNames),
      category: z.enum(categories),
      description: z.string(),
      channels: z.object({ email: z.boolean(), sms: z.boolean(), push: z.boolean() }),
      locked: z.array(z.enum(switchableChannels)).describe('What cannot be switched off.'),
    }),
  ),
  timeZone: z.string(),
  quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
  digest,
  version: z.int().describe('0 before the first change.'),
});

const base64url = /^[\w-]+$/;

export const pushSubscriptionInput = z
  .strictObject({
    endpoint: z.url({ protocol: /^https$/ }).max(1_000),
    expirationTime: z.number().nullish().describe('Taken, because browsers send it, and not used.'),
    keys: z.strictObject({
      p256dh: z
        .string()
        .max(100)
        .regex(base64url)
        .refine(isPushPublicKey, 'must be a public key on P-256, uncompressed'),
      auth: z
        .string()
        .max(40)
        .regex(base64url)
        .refine((text) => Buffer.from(text, 'base64url').length === 16, 'must be 16 bytes'),
    }),
  })
  .describe('As `PushSubscription.toJSON()` of a browser gives it.');
export type PushSubscriptionInput = z.output<typeof pushSubscriptionInput>;

export const pushSubscriptionView = z.object({
  id: z.uuid(),
  service: z.string().describe('Host of the push service.'),
  createdAt: z.date(),
});
export const pushSubscriptionsView = z.object({ items: z.array(pushSubscriptionView) });
export const pushKeyView = z.object({
  publicKey: z.string().describe('`applicationServerKey` of `PushManager.subscribe()`, base64url.'),
});

const words = z.object({ subject: z.string(), title: z.string(), body: z.string(), short: z.string() });

export const templatesView = z.object({
  items: z.array(
    z.object({
      kind: z.enum(noticeNames),
      category: z.enum(categories),
      description: z.string(),
      urgent: z.boolean(),
      audience: z.array(z.enum(['customer', 'staff'])),
      words: z.object({ en: words, hi: words }),
      sample: z.record(z.string(), z.unknown()),
    }),
  ),
});

export const previewInput = z
  .strictObject({
    language: z.enum(languages).default('en'),
    channel: z.enum(channels).default('email'),
    data: z
      .record(z.string().max(40), z.unknown())
      .optional()
      .describe('What the words are filled with; by default the sample.'),
  })
  .prefault({});
export type PreviewInput = z.output<typeof previewInput>;

export const previewView = z.object({
  subject: z.string().nullable().describe('Of a mail; elsewhere the title, if there is one.'),
  text: z.string(),
  html: z.string().nullable().describe('Of a mail.'),
});

export const kindParam = z.enum(noticeNames);
