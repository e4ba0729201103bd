import '../bookings/booking.events.js';
import '../complaints/complaint.events.js';
import '../jobs/jobs.events.js';
import './webhook.events.js';
import { eventTypes, isPublicType, messageSchema, publicEvents, unknownAmong } from './event-types.js';
import { Webhook } from './webhook.entity.js';

it('shows of each public event a schema, and an example that fits it', () => {
  const types = eventTypes();
  expect(types.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['booking.cancelled', 'booking.created', 'complaint.overdue', 'job.ended']),
  );
  for (const event of publicEvents()) {
    const { schema, example } = types.find(({ type }) => type === event.type)!;
    expect(messageSchema(event).safeParse(example)).toMatchObject({ success: true });
    expect(schema).toMatchObject({ type: 'object', required: ['type', 'timestamp', 'data'] });
    expect(example).toMatchObject({ type: event.type, data: { id: expect.any(String) } });
  }
});

it('shows nothing of those that are not', () => {
  expect([isPublicType('booking.created'), isPublicType('webhook.disabled'), isPublicType('none')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(JSON.stringify(eventTypes())).not.toMatch(/webhook\.disabled|reminder_due/);
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
  expect(unknownAmong(patterns)).toEqual(['bookings.*', 'webhook.disabled', 'webhook.*', 'bookin*']);
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
