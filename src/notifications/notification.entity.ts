// What a person was told, and by which channels it reached them.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { PushSubscription } from './push/push-subscription.entity.js';

/** Who is told something. */
export const personKinds = ['customer', 'staff'] as const;

const NotificationSchema = defineEntity({
  name: 'Notification',
  tableName: 'notifications',
  indexes: [
    // Ids are in the order of time.
    { name: 'notifications_person_index', properties: ['personId', 'id'] },
    { name: 'notifications_time_index', properties: ['createdAt'] },
    {
      name: 'notifications_unread_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.personId}", "${columns.id}") where read_at is null`,
    },
  ],
  uniques: [
    // One for each change, person and kind, however often it is heard of.
    {
      name: 'notifications_change_unique',
      properties: ['change', 'kind', 'personId', 'personKind'],
    },
  ],
  properties: {
    id: idColumn(),
    personKind: p.enum(personKinds),
    personId: p.uuid(),
    /** The name of a kind; those of an earlier version of the program may be gone from there. */
    kind: p.string().length(60),
    /** What it tells of: the id of an event. */
    change: p.string().length(100),
    language: p.string().length(8),
    /** Waits for nothing: neither the end of quiet hours nor a digest. */
    urgent: p.boolean(),
    /** What the words are filled with. Nothing that a stranger has written. */
    data: p.json().$type<Record<string, unknown>>(),
    /** After this it is no news any more, and is not sent. */
    expiresAt: p.datetime().nullable(),
    readAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class Notification extends NotificationSchema.class {}
NotificationSchema.setClass(Notification);

const NotificationDigestSchema = defineEntity({
  name: 'NotificationDigest',
  tableName: 'notification_digests',
  uniques: [{ name: 'notification_digests_day_unique', properties: ['personId', 'personKind', 'day'] }],
  indexes: [{ name: 'notification_digests_time_index', properties: ['createdAt'] }],
  properties: {
    id: idColumn(),
    personKind: p.enum(personKinds),
    personId: p.uuid(),
    /** In the time zone of the person. */
    day: p.string().length(10),
    ...timestampColumns(),
  },
});
/** The one mail of a day for those who want no more. */
export class NotificationDigest extends NotificationDigestSchema.class {}
NotificationDigestSchema.setClass(NotificationDigest);

export const notificationChannels = ['in_app', 'email', 'sms', 'push'] as const;
export type NotificationChannel = (typeof notificationChannels)[number];

/**
 * `held` until the quiet hours are over; `digested`: left to the digest of a day, of which `digest` says whether it has been made;
 * `suppressed`: not sent on purpose, for the reason that is given.
 */
export const deliveryStatuses = ['pending', 'held', 'digested', 'sent', 'failed', 'suppressed'] as const;

export const deliveryReasons = [
  // It was not sent:
  'no_destination',
  'switched_off',
  'over_budget',
  'outdated',
  // It could not be sent:
  'refused',
  'gone',
  'unreachable',
] as const;
export type DeliveryReason = (typeof deliveryReasons)[number];

const NotificationDeliverySchema = defineEntity({
  name: 'NotificationDelivery',
  tableName: 'notification_deliveries',
  checks: [
    {
      name: 'notification_deliveries_subject_check',
      expression: '(notification_id is null) = is_digest',
    },
    { name: 'notification_deliveries_attempts_check', expression: 'attempts >= 0' },
    { name: 'notification_deliveries_sent_check', expression: `(status = 'sent') = (sent_at is not null)` },
    {
      // What it takes to reach them goes when they are reached.
      name: 'notification_deliveries_address_check',
      expression: `address is null or status in ('pending', 'held', 'failed')`,
    },
  ],
  indexes: [
    { name: 'notification_deliveries_person_index', properties: ['personId', 'id'] },
    {
      name: 'notification_deliveries_waiting_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.notBefore}") where status = 'digested' and digest_id is null`,
    },
  ],
  properties: {
    id: idColumn(),
    personKind: p.enum(personKinds),
    personId: p.uuid(),
    /** Null for the mail that is a digest itself. */
    notification: () => p.manyToOne(Notification).nullable().index().deleteRule('cascade'),
    /** The digest that it is, or is in. */
    digest: () => p.manyToOne(NotificationDigest).mapToPk().nullable().index().deleteRule('cascade'),
    isDigest: p.boolean().default(false),
    channel: p.enum(notificationChannels),
    status: p.enum(deliveryStatuses),
    reason: p.enum(deliveryReasons).nullable(),
    /** Masked: for people to recognise it. */
    destination: p.string().length(254).nullable(),
    /** Where it goes, if that is not where the person is reached today. */
    address: p.string().length(254).nullable().hidden(),
    subscription: () => p.manyToOne(PushSubscription).mapToPk().nullable().index().deleteRule('set null'),
    /** Who took it over: `smtp`, `smtp-fallback`, `outbox`, `push`. */
    transport: p.string().length(40).nullable(),
    attempts: p.smallint().default(0),
    notBefore: p.datetime().nullable(),
    /** When it was counted against what its destination gets in a day: a later attempt is not counted again. */
    countedAt: p.datetime().nullable(),
    sentAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class NotificationDelivery extends NotificationDeliverySchema.class {}
NotificationDeliverySchema.setClass(NotificationDelivery);
