const id = '019d45de-a290-704d-9d5e-607182930415';
const settings = {
  url: 'https://erp.example.com/hooks/desk',
  description: 'Bookings for the ERP',
  events: ['booking.*', 'complaint.overdue'],
};
const webhook = {
  id,
  ...settings,
  status: 'active',
  disabledReason: null,
  disabledAt: null,
  failingSince: null,
  previousEndsAt: null,
  createdBy: '019d45d5-0a00-7f66-8071-93a4b5c6d7e8',
  version: 1,
  createdAt: new Date('2026-11-20T04:30:00Z'),
  updatedAt: new Date('2026-11-20T04:30:00Z'),
};
const message = {
  type: 'booking.created',
  timestamp: '2026-11-20T04:30:00.000Z',
  data: { reference: 'BK-7K3M9Q', id: '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d' },
};
const delivery = {
  id: '019d45de-b3a0-715e-8e6f-718293041526',
  webhookId: id,
  eventId: '019d45de-c4b0-726f-9f70-829304152637',
  eventType: message.type,
  messageId: 'msg_019d45dec4b0726f9f70829304152637',
  status: 'delivered',
  attempts: 2,
  dueAt: null,
  lastError: 'HTTP_503',
  at: new Date('2026-11-20T04:30:00Z'),
  finishedAt: new Date('2026-11-20T04:30:08Z'),
};

/** By name in the API document. */
export const webhooksExamples = {
  WebhookSettings: settings,
  UpdateWebhook: { events: ['booking.*'] },
  RotateWebhookSecret: { overlapMinutes: 1440 },
  RecoverWebhookDeliveries: { since: '2026-11-19T00:00:00Z' },
  Webhook: webhook,
  WebhookWithSecret: { ...webhook, secret: 'whsec_YW4gZXhhbXBsZSwgYW5kIG5vIHNlY3JldA==' },
  EventType: {
    type: message.type,
    description: 'A slot was sold.',
    schema: { type: 'object', properties: { type: { type: 'string' } } },
    example: message,
  },
  WebhookDelivery: delivery,
  WebhookDeliveryDetail: {
    ...delivery,
    body: JSON.stringify(message),
    log: [
      {
        at: new Date('2026-11-20T04:30:08Z'),
        status: 204,
        errorCode: null,
        durationMs: 83,
        excerpt: '',
      },
    ],
  },
  StartedRecovery: { jobId: '019d45db-6e50-7c0f-891a-2c3d4e5f6071' },
};
