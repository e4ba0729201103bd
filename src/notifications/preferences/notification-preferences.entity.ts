// How somebody wants to be told things. Without a row the defaults of the kinds hold.
import { defineEntity, p } from '@mikro-orm/core';
import type { SwitchableChannel } from '#libs/notifications';
import { timestampColumns } from '#libs/orm';

/** By kind: what was chosen there. What is not in it is as the kind says. */
export type ChannelChoices = Record<string, Partial<Record<SwitchableChannel, boolean>>>;

const NotificationPreferencesSchema = defineEntity({
  name: 'NotificationPreferences',
  tableName: 'notification_preferences',
  checks: [
    {
      name: 'notification_preferences_quiet_check',
      expression:
        '(quiet_from is null) = (quiet_to is null) and (quiet_from is null or quiet_from <> quiet_to)',
    },
    {
      name: 'notification_preferences_minutes_check',
      expression: 'quiet_from >= 0 and quiet_from <= 1439 and quiet_to >= 0 and quiet_to <= 1439',
    },
    { name: 'notification_preferences_hour_check', expression: 'digest_hour >= 0 and digest_hour <= 23' },
  ],
  properties: {
    personId: p.uuid().primary(),
    personKind: p.enum(['customer', 'staff']).primary(),
    choices: p.json().$type<ChannelChoices>(),
    /** IANA. Null: that of the business. */
    timeZone: p.string().length(64).nullable(),
    /** Minutes since midnight in the time zone; both or neither. */
    quietFrom: p.smallint().nullable(),
    quietTo: p.smallint().nullable(),
    /** Null: every mail by itself. */
    digestHour: p.smallint().nullable(),
    /** For If-Match. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class NotificationPreferences extends NotificationPreferencesSchema.class {}
NotificationPreferencesSchema.setClass(NotificationPreferences);
