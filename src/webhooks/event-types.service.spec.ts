import type { EventRegistry } from '#libs/events';
import { bookingCancelled, bookingCreated, bookingReminderDue } from '../bookings/booking.events.js';
import { complaintOverdue } from '../complaints/complaint.events.js';
import { jobEnded } from '../jobs/jobs.events.js';
import { EventTypesService, messageSchema, publicAmong } from './event-types.service.js';
import { webhookDisabled } from './webhook.events.js';
import { Webhook } from './webhook.entity.js';

const events = [
  bookingCancelled,
  bookingCreated,
  bookingReminderDue,
  complaintOverdue,
  jobEnded,
  webhookDisabled,
];
const eventTypes = new EventTypesService({ all: () => events } as Partial<EventRegistry> as EventRegistry);

it('shows of each public event a schema, and an example that fits it', () => {
  const types = eventTypes.list();
  expect(types.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['booking.cancelled', 'booking.created', 'complaint.overdue', 'job.ended']),
  );
  for (const event of publicAmong(events)) {
    const { schema, example } = types.find(({ type }) => type === event.type)!;
    expect(messageSchema(event).safeParse(example)).toMatchObject({ success: true });
    expect(schema).toMatchObject({ type: 'object', required: ['type', 'timestamp', 'data'] });
    expect(example).toMatchObject({ type: event.type, data: { id: expect.any(String) } });
  }
});

it('shows nothing of those that are not', () => {
  expect([
    eventTypes.isPublic('booking.created'),
    eventTypes.isPublic('webhook.disabled'),
    eventTypes.isPublic('none'),
  ]).toEqual([true, false, false]);
  expect(JSON.stringify(eventTypes.list())).not.toMatch(/webhook\.disabled|reminder_due/);
});

it('knows what nothing ever fits', () => {
  const patterns = [
    '*',
    'booking.*',
    'booking.created',
    'bookings.*',
    'webhook.disabled',
    'webhook.*',
    'bookin*',
  ];
  expect(eventTypes.unknownAmong(patterns)).toEqual([
    'bookings.*',
    'webhook.disabled',
    'webhook.*',
    'bookin*',
  ]);
});

it.each([
  [['*'], true],
  [['booking.*'], true],
  [['complaint.overdue', 'booking.created'], true],
  [['booking.cancelled'], false],
  [['book.*'], false],
  [['booking'], false],
  [[], false],
])('of %j booking.created is wanted: %s', (events, isWanted) => {
  expect(Webhook.prototype.wants.call({ events } as never, 'booking.created')).toBe(isWanted);
});
