import { IANAZone } from 'luxon';
import { z } from 'zod';
import { textLanguages } from '#libs/format';
import { ListForm, listOf, pageOf, patchOf, publishSchema } from '#libs/http';
import { switchableChannels, type SwitchableChannel } from '#libs/notifications';
import { isPushPublicKey } from '#libs/push';
import { notificationsExamples } from './notifications.examples.js';
import { notificationChannels, deliveryReasons, deliveryStatuses } from './notification.entity.js';

// Which there are is known when the domains have declared them: the document names them (notifications.document.ts).
const notificationKind = z.string().max(60).meta({ id: 'NotificationKind' });
const notificationCategory = z.string().max(60).meta({ id: 'NotificationCategory' });
const notificationChannel = z.enum(notificationChannels).meta({ id: 'NotificationChannel' });

export const notificationsList = new ListForm({
  // Ids are in the order of time.
  sortBy: { createdAt: 'id' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'The notification was made' },
  filters: {
    unread: z
      .stringbool()
      .meta({ enum: ['true', 'false'] })
      .optional()
      .describe('Only what has not been read, or only what has.'),
  },
});
export type FeedQuery = z.output<typeof notificationsList.query>;

export const notificationView = z.object({
  id: z.uuid(),
  kind: z.string(),
  category: notificationCategory.nullable().describe('Null when the kind no longer exists.'),
  title: z.string(),
  body: z.string(),
  urgent: z.boolean(),
  data: z
    .record(z.string(), z.unknown())
    .describe('Facts that the notification is about: ids, times, amounts.'),
  readAt: z.date().nullable(),
  createdAt: z.date(),
});
publishSchema(notificationView, 'Notification', notificationsExamples.Notification);
export type NotificationView = z.input<typeof notificationView>;
export const notificationsView = pageOf(notificationView);

export const unreadCountView = z.object({ unread: z.int() });
publishSchema(unreadCountView, 'UnreadCount', notificationsExamples.UnreadCount);
export const readAllView = z.object({
  read: z.int().describe('How many notifications this has marked as read.'),
});
publishSchema(readAllView, 'ReadCount', notificationsExamples.ReadCount);

const deliveryOrder = {
  sortBy: { createdAt: 'id' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'The delivery was planned' },
} as const;
const deliveryFilters = { status: z.enum(deliveryStatuses).optional() };

export const deliveriesList = new ListForm({ ...deliveryOrder, filters: deliveryFilters });
export type DeliveriesQuery = z.output<typeof deliveriesList.query>;
export const customerDeliveriesList = new ListForm({
  ...deliveryOrder,
  filters: { ...deliveryFilters, customer: z.uuid() },
});
export type CustomerDeliveriesQuery = z.output<typeof customerDeliveriesList.query>;

export const deliveryView = z.object({
  id: z.uuid(),
  notificationId: z.uuid().nullable().describe('Null for a digest.'),
  kind: z.string().describe('`digest` for a digest.'),
  channel: notificationChannel,
  status: z.enum(deliveryStatuses),
  reason: z.enum(deliveryReasons).nullable().describe('Why it was not sent.'),
  destination: z.string().nullable().describe('Masked.'),
  transport: z.string().nullable().describe('The service that accepted the message.'),
  attempts: z.int(),
  notBefore: z.date().nullable(),
  sentAt: z.date().nullable(),
  createdAt: z.date(),
});
publishSchema(deliveryView, 'NotificationDelivery', notificationsExamples.NotificationDelivery);
export const deliveriesView = pageOf(deliveryView);

const clockTime = z
  .string()
  .max(5)
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

const noDigest = z.strictObject({ mode: z.literal('off') });
publishSchema(noDigest, 'NoNotificationDigest', { mode: 'off' });

const dailyDigest = z.strictObject({
  mode: z.literal('daily'),
  hour: z.int().min(0).max(23).describe('In your time zone.'),
});
publishSchema(dailyDigest, 'DailyNotificationDigest', notificationsExamples.NotificationDigest);

const digest = z.discriminatedUnion('mode', [noDigest, dailyDigest]);
publishSchema(digest, 'NotificationDigest', notificationsExamples.NotificationDigest);

const channelChoices = z.strictObject(
  Object.fromEntries(switchableChannels.map((channel) => [channel, z.boolean().optional()])) as Record<
    SwitchableChannel,
    z.ZodOptional<z.ZodBoolean>
  >,
);

const preferences = {
  kinds: z
    .record(notificationKind, channelChoices)
    .default({})
    .describe('Channels by kind, where they differ from the default.'),
  timeZone: timeZone.nullable().default(null).describe('Null means the business time zone.'),
  quietHours: quietHours
    .nullable()
    .default(null)
    .describe('Mails, text messages and pushes wait until they are over, unless they are urgent.'),
  digest: digest
    .default({ mode: 'off' })
    .describe('`daily`: one mail a day for everything that is not urgent.'),
};

export const replacePreferencesInput = z.strictObject(preferences);
publishSchema(
  replacePreferencesInput,
  'ReplaceNotificationPreferences',
  notificationsExamples.ReplaceNotificationPreferences,
);
export type ReplacePreferencesInput = z.output<typeof replacePreferencesInput>;

export const updatePreferencesInput = patchOf({
  ...preferences,
  kinds: z
    .record(notificationKind, channelChoices.nullable())
    .describe('Channels by kind, where they change. Null restores the default of a kind.'),
});
publishSchema(
  updatePreferencesInput,
  'UpdateNotificationPreferences',
  notificationsExamples.UpdateNotificationPreferences,
);
export type UpdatePreferencesInput = z.output<typeof updatePreferencesInput>;

const kindPreferenceView = z.object({
  kind: notificationKind,
  category: notificationCategory,
  description: z.string(),
  channels: z.object({ email: z.boolean(), sms: z.boolean(), push: z.boolean() }),
  locked: z.array(z.enum(switchableChannels)).describe('What cannot be switched off.'),
});
publishSchema(
  kindPreferenceView,
  'NotificationKindPreference',
  notificationsExamples.NotificationKindPreference,
);

export const preferencesView = z.object({
  kinds: z.array(kindPreferenceView),
  timeZone: z.string(),
  quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
  digest,
  version: z.int().describe('0 before the first change.'),
});
publishSchema(preferencesView, 'NotificationPreferences', notificationsExamples.NotificationPreferences);

const base64url = /^[\w-]+$/;

export const pushSubscriptionInput = z
  .strictObject({
    endpoint: z.url({ protocol: /^https$/ }).max(1_000),
    expirationTime: z.number().nullish().describe('Accepted because browsers send it; not used.'),
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
publishSchema(pushSubscriptionInput, 'CreatePushSubscription', notificationsExamples.CreatePushSubscription);
export type PushSubscriptionInput = z.output<typeof pushSubscriptionInput>;

export const pushSubscriptionView = z.object({
  id: z.uuid(),
  service: z.string().describe('Host of the push service.'),
  createdAt: z.date(),
});
publishSchema(pushSubscriptionView, 'PushSubscription', notificationsExamples.PushSubscription);
export const pushSubscriptionsView = listOf(pushSubscriptionView);
export const pushKeyView = z.object({
  publicKey: z.string().describe('`applicationServerKey` of `PushManager.subscribe()`, base64url.'),
});
publishSchema(pushKeyView, 'PushKey', notificationsExamples.PushKey);

const words = z.object({ subject: z.string(), title: z.string(), body: z.string(), short: z.string() });
publishSchema(words, 'NotificationWords', notificationsExamples.NotificationWords);

const templateView = z.object({
  kind: notificationKind,
  category: notificationCategory,
  description: z.string(),
  urgent: z.boolean(),
  audience: z.array(z.enum(['customer', 'staff'])),
  words: z.object({ en: words, hi: words }),
  sample: z.record(z.string(), z.unknown()),
});
publishSchema(templateView, 'NotificationTemplate', notificationsExamples.NotificationTemplate);
export const templatesView = listOf(templateView);

export const previewInput = z
  .strictObject({
    language: z.enum(textLanguages).default('en'),
    channel: notificationChannel.default('email'),
    data: z
      .record(z.string().max(40), z.unknown())
      .optional()
      .describe('What the words are filled with; by default the sample.'),
  })
  .prefault({});
publishSchema(previewInput, 'PreviewNotification', notificationsExamples.PreviewNotification);
export type PreviewInput = z.output<typeof previewInput>;

export const previewView = z.object({
  subject: z.string().nullable().describe('Subject of a mail; in other channels the title, if there is one.'),
  text: z.string(),
  html: z.string().nullable().describe('HTML body of a mail.'),
});
publishSchema(previewView, 'NotificationPreview', notificationsExamples.NotificationPreview);

export const kindParam = notificationKind;
