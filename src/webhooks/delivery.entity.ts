// One event for one endpoint, and each time that it was sent.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { nextDelayMs } from './retry.js';
import { Webhook } from './webhook.entity.js';

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;

/** How an attempt went. */
export interface DeliveryOutcome {
  /** Of the answer; null when there was none. */
  status: number | null;
  /** Why there was none; null when there was one. */
  errorCode: string | null;
  durationMs: number;
  /** The beginning of the answer. */
  excerpt: string;
  /** How long the receiver asks us to wait; 0 when it does not. */
  retryAfterSeconds: number;
}

export function isSuccess({ status }: Pick<DeliveryOutcome, 'status'>): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Its server says that there is nobody any more, and will not be. */
export function isGone({ status }: Pick<DeliveryOutcome, 'status'>): boolean {
  return status === 410;
}

const WebhookDeliverySchema = defineEntity({
  name: 'WebhookDelivery',
  tableName: 'webhook_deliveries',
  uniques: [{ name: 'webhook_deliveries_event_unique', properties: ['webhook', 'eventId'] }],
  checks: [
    { name: 'webhook_deliveries_due_check', expression: `(status = 'pending') = (due_at is not null)` },
    {
      name: 'webhook_deliveries_finished_check',
      expression: `(status = 'pending') = (finished_at is null)`,
    },
  ],
  indexes: [
    // Ids are in the order of time.
    { name: 'webhook_deliveries_list_index', properties: ['webhook', 'id'] },
    { name: 'webhook_deliveries_time_index', properties: ['at'] },
    {
      name: 'webhook_deliveries_due_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.webhook}", "${columns.dueAt}", "${columns.id}") where status = 'pending'`,
    },
    {
      name: 'webhook_deliveries_failed_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.webhook}", "${columns.at}") where status = 'failed'`,
    },
  ],
  properties: {
    id: idColumn(),
    webhook: () => p.manyToOne(Webhook).mapToPk().deleteRule('cascade'),
    eventId: p.uuid(),
    eventType: p.string().length(60),
    /** What is sent, to the byte: the signature is on it, and it is the same each time. */
    body: p.text(),
    status: p.enum(deliveryStatuses).default('pending'),
    /** How often it was sent. */
    attempts: p.integer().default(0),
    /** How often it has failed since it was last to be sent anew: its place in the schedule. */
    failures: p.smallint().default(0),
    /** When it is to be sent. */
    dueAt: p.datetime().nullable(),
    /** Status of the last answer, or the code of why there was none; null while it was not sent, and once it has arrived. */
    lastError: p.string().length(40).nullable(),
    /** When it happened. */
    at: p.datetime(),
    finishedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class WebhookDelivery extends WebhookDeliverySchema.class {
  /** The `webhook-id`: of the event, so that a receiver with two endpoints knows it again. */
  get messageId(): string {
    return messageIdOf(this.eventId);
  }

  get webhookId(): string {
    return this.webhook;
  }

  /** @param isOver whether it is not to be tried again, whatever the schedule says */
  record(outcome: DeliveryOutcome, now: Date, isOver: boolean): void {
    this.attempts += 1;
    if (isSuccess(outcome)) return this.finish('delivered', null, now);
    const error = outcome.errorCode ?? `HTTP_${outcome.status}`;
    const delay = nextDelayMs(this.failures, outcome.retryAfterSeconds);
    this.failures += 1;
    this.lastError = error;
    // It was given up while it was on its way.
    if (this.status !== 'pending') return;
    if (isOver || delay === null) return this.finish('failed', error, now);
    this.dueAt = new Date(now.getTime() + delay);
  }

  /** Under the same id, with the same body. */
  sendAnew(now: Date): void {
    this.status = 'pending';
    this.failures = 0;
    this.dueAt = now;
    this.finishedAt = null;
  }

  private finish(status: 'delivered' | 'failed', error: string | null, now: Date): void {
    this.status = status;
    this.lastError = error;
    this.dueAt = null;
    this.finishedAt = now;
  }
}
WebhookDeliverySchema.setClass(WebhookDelivery);

const WebhookAttemptSchema = defineEntity({
  name: 'WebhookAttempt',
  tableName: 'webhook_attempts',
  indexes: [{ name: 'webhook_attempts_delivery_index', properties: ['delivery', 'id'] }],
  properties: {
    id: idColumn(),
    delivery: () => p.manyToOne(WebhookDelivery).mapToPk().deleteRule('cascade'),
    at: p.datetime(),
    status: p.smallint().nullable(),
    errorCode: p.string().length(40).nullable(),
    durationMs: p.integer(),
    /** The beginning of the answer: it may say anything. */
    excerpt: p.text(),
    ...timestampColumns(),
  },
});
export class WebhookAttempt extends WebhookAttemptSchema.class {}
WebhookAttemptSchema.setClass(WebhookAttempt);

/** Without the full stop, which separates it from what is signed beside it. */
export function messageIdOf(eventId: string): string {
  return `msg_${eventId.replaceAll('-', '')}`;
}
