import { z } from 'zod';
import { ListForm, listOf, pageOf, patchOf, plainText, publishSchema } from '#libs/http';
import { webhooksExamples } from './webhooks.examples.js';
import { deliveryStatuses } from './delivery.entity.js';
import { disabledReasons, webhookStatuses } from './webhook.entity.js';

const pattern = z
  .string()
  .max(60)
  .regex(
    /^(?:\*|[a-z_]+(?:\.[a-z_]+)*(?:\.\*)?)$/,
    'must be a type of events, `*`, or the beginning of types and `.*`',
  );
const eventType = z
  .string()
  .max(60)
  .regex(/^[a-z_]+(?:\.[a-z_]+)+$/, 'must be a type of events');
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((at) => at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999, 'must be of the years 1 to 9999');

const deliveryStatus = z.enum(deliveryStatuses).meta({ id: 'WebhookDeliveryStatus' });

export const webhookInput = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .describe('Where messages are sent to: https, and public.'),
  description: plainText({ max: 300, brackets: false }).default(''),
  events: z
    .array(pattern)
    .min(1)
    .max(50)
    .refine((list) => new Set(list).size === list.length, 'must not repeat one')
    .describe('Types of events; `booking.*` for all that begin so, `*` for all.')
    .meta({ examples: [['booking.*', 'complaint.overdue']] }),
});
publishSchema(webhookInput, 'WebhookSettings', webhooksExamples.WebhookSettings);
export type WebhookInput = z.output<typeof webhookInput>;

export const updateWebhookInput = patchOf(webhookInput.shape);
publishSchema(updateWebhookInput, 'UpdateWebhook', webhooksExamples.UpdateWebhook);
export type UpdateWebhookInput = z.output<typeof updateWebhookInput>;

const week = 7 * 24 * 60;
export const rotateSecretInput = z
  .strictObject({
    overlapMinutes: z
      .int()
      .min(0)
      .max(week)
      .default(24 * 60)
      .describe(
        'For how long messages are signed with the old secret as well. One that was still in its overlap ends.',
      ),
  })
  .prefault({});
publishSchema(rotateSecretInput, 'RotateWebhookSecret', webhooksExamples.RotateWebhookSecret);
export type RotateSecretInput = z.output<typeof rotateSecretInput>;

export const recoverInput = z.strictObject({
  since: instant.describe(
    'Messages about events from this time on are sent again if they failed. Messages are kept for 30 days.',
  ),
});
publishSchema(recoverInput, 'RecoverWebhookDeliveries', webhooksExamples.RecoverWebhookDeliveries);
export type RecoverInput = z.output<typeof recoverInput>;

export const webhooksList = new ListForm({
  // Ids are in the order of time.
  sortBy: { createdAt: 'id' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'The endpoint was subscribed' },
  filters: { status: z.enum(webhookStatuses).optional() },
});
export type ListWebhooks = z.output<typeof webhooksList.query>;

export const deliveriesList = new ListForm({
  // Deliveries are made in the order of what happened, so are their ids.
  sortBy: { at: 'id' },
  default: '-at',
  period: { of: 'at', is: 'The event happened' },
  filters: {
    status: deliveryStatus.optional(),
    event: eventType.optional().describe('Type of the event.'),
    since: instant.optional().describe('What `from` was called before.').meta({ deprecated: true }),
  },
});
export type DeliveriesQuery = z.output<typeof deliveriesList.query>;

export const webhookView = z.object({
  id: z.uuid(),
  url: z.string(),
  description: z.string(),
  events: z.array(z.string()),
  status: z.enum(webhookStatuses),
  disabledReason: z
    .enum(disabledReasons)
    .nullable()
    .describe('`staff`; `gone`: it answered 410; `failing`: nothing but failures for five days.'),
  disabledAt: z.date().nullable(),
  failingSince: z.date().nullable().describe('The first failure since the last success.'),
  previousEndsAt: z
    .date()
    .nullable()
    .describe('Messages are signed with the secret before the last rotation as well until then.'),
  createdBy: z.uuid().describe('Id of the member of staff who created it.'),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(webhookView, 'Webhook', webhooksExamples.Webhook);
export const webhooksView = pageOf(webhookView);

/** The only answers that hold a secret: it cannot be shown again. */
export const newSecretView = webhookView.extend({
  secret: z.string().describe('Signs the messages (Standard Webhooks). It is shown this once.'),
});
publishSchema(newSecretView, 'WebhookWithSecret', webhooksExamples.WebhookWithSecret);

const eventTypeView = z.object({
  type: z.string(),
  description: z.string(),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema of the message.'),
  example: z.unknown(),
});
publishSchema(eventTypeView, 'EventType', webhooksExamples.EventType);
export const eventTypesView = listOf(eventTypeView);

export const deliveryView = z.object({
  id: z.uuid(),
  webhookId: z.uuid(),
  eventId: z.uuid(),
  eventType: z.string(),
  messageId: z.string().describe('The header `webhook-id`: the same each time it is sent.'),
  status: deliveryStatus,
  attempts: z.int().describe('How often it was sent.'),
  dueAt: z.date().nullable().describe('When it is sent next.'),
  lastError: z.string().nullable().describe('`HTTP_500`, `TIMED_OUT`, …'),
  at: z.date().describe('When it happened.'),
  finishedAt: z.date().nullable(),
});
publishSchema(deliveryView, 'WebhookDelivery', webhooksExamples.WebhookDelivery);
export const deliveriesView = pageOf(deliveryView);

export const deliveryDetailView = deliveryView.extend({
  body: z.string().describe('What is sent, to the byte.'),
  log: z
    .array(
      z.object({
        at: z.date(),
        status: z.int().nullable().describe('Of the answer.'),
        errorCode: z.string().nullable().describe('Why there was no answer.'),
        durationMs: z.int(),
        excerpt: z.string().describe('The beginning of the answer.'),
      }),
    )
    .describe('The latest attempts, the newest first.'),
});
publishSchema(deliveryDetailView, 'WebhookDeliveryDetail', webhooksExamples.WebhookDeliveryDetail);

export const acceptedJobView = z.object({ jobId: z.uuid() });
publishSchema(acceptedJobView, 'StartedRecovery', webhooksExamples.StartedRecovery);
