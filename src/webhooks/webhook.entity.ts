// Where another system hears of our events.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { dayMs } from '#libs/time';

export const webhookStatuses = ['active', 'disabled'] as const;
/** By a member of staff; because its server said that it is gone (410); because nothing has reached it for days. */
export const disabledReasons = ['staff', 'gone', 'failing'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

/** Nothing but failures for so long, and it is switched off. */
const patienceMs = 5 * dayMs;

const WebhookSchema = defineEntity({
  name: 'Webhook',
  tableName: 'webhooks',
  checks: [
    {
      name: 'webhooks_disabled_check',
      expression: `(status = 'disabled') = (disabled_reason is not null and disabled_at is not null)`,
    },
    {
      name: 'webhooks_overlap_check',
      expression: '(previous_secret is null) = (previous_ends_at is null)',
    },
    { name: 'webhooks_sending_check', expression: '(sending_by is null) = (sending_until is null)' },
  ],
  properties: {
    id: idColumn(),
    url: p.text(),
    description: p.string().length(300),
    /** Types of events, `booking.*` for all that begin so, `*` for all. */
    events: p.array(),
    status: p.enum(webhookStatuses).default('active'),
    disabledReason: p.enum(disabledReasons).nullable(),
    disabledAt: p.datetime().nullable(),
    /** Sealed, bound to the id. */
    secret: p.blob().hidden(),
    /** Signs as well for a while after a rotation, so that the receiver can change in its own time. */
    previousSecret: p.blob().nullable().hidden(),
    previousEndsAt: p.datetime().nullable(),
    /** The first failure since the last success. */
    failingSince: p.datetime().nullable(),
    /** The job that sends to it at the moment, and until when it is believed to be alive. */
    sendingBy: p.uuid().nullable(),
    sendingUntil: p.datetime().nullable(),
    /** Of the staff. */
    createdBy: p.uuid(),
    /** For If-Match. Counts what staff see as a change: not each failure, nor each job. Every change locks the row. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class Webhook extends WebhookSchema.class {
  wants(type: string): boolean {
    return this.events.some((pattern) => matchesEvent(pattern, type));
  }

  isActive(): boolean {
    return this.status === 'active';
  }

  change({ url, events, description }: Pick<Webhook, 'url' | 'events' | 'description'>): void {
    this.version += 1;
    // Another server has not failed yet.
    if (url !== this.url) this.failingSince = null;
    Object.assign(this, { url, events, description });
  }

  enable(): void {
    this.version += 1;
    this.status = 'active';
    this.disabledReason = null;
    this.disabledAt = null;
    this.failingSince = null;
  }

  disable(reason: DisabledReason, now: Date): void {
    this.version += 1;
    this.status = 'disabled';
    this.disabledReason = reason;
    this.disabledAt = now;
  }

  /** At most two secrets sign at a time: one that was still in its overlap ends now. */
  rotate(secret: Buffer, overlapEndsAt: Date): void {
    this.version += 1;
    this.previousSecret = this.secret;
    this.previousEndsAt = overlapEndsAt;
    this.secret = secret;
  }

  /** What signs at that moment, the newest first. Sealed. */
  sealedSecrets(now: Date): Uint8Array[] {
    const { secret, previousSecret, previousEndsAt } = this;
    return previousSecret && previousEndsAt && previousEndsAt > now ? [secret, previousSecret] : [secret];
  }

  /** Whether it is time to give it up, at a failure. */
  hasFailedTooLong(now: Date): boolean {
    return this.failingSince != null && now.getTime() - this.failingSince.getTime() >= patienceMs;
  }

  /** For one job, until then. @returns whether no other job has it */
  take(job: string, now: Date, until: Date): boolean {
    if (this.sendingUntil != null && this.sendingUntil > now && this.sendingBy !== job) return false;
    this.sendingBy = job;
    this.sendingUntil = until;
    return true;
  }

  release(): void {
    this.sendingBy = null;
    this.sendingUntil = null;
  }
}
WebhookSchema.setClass(Webhook);

/** @param pattern a type, `*`, or the beginning of types and `.*` */
export function matchesEvent(pattern: string, type: string): boolean {
  return (
    pattern === '*' || pattern === type || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1)))
  );
}
