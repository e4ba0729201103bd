// The agents read the answers of tools whose domains they do not know: what they expect of each must be what is published.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ToolRegistry } from '#libs/tools';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { Service } from '../../src/catalogue/service.entity.js';
import { onBehalfOf } from '../../src/access/actor.js';
import { customerGrants } from '../../src/access/roles.js';
import { InvoicesService } from '../../src/invoices/invoices.service.js';
import { toolReads, type ToolName } from '../../src/agents/agent-tools.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn } from '../support/given.js';

let running: TestApp;
let answers: Record<ToolName, unknown>;

beforeAll(async () => {
  running = await startApp({ settings: { DEMO_DATA: true } });
  const customer = await givenIn(running).customer({ phone: '+919876543210', hasProvenPhone: true });
  const actor = onBehalfOf(
    { kind: 'customer', id: customer.id, permissions: new Set<string>(customerGrants) },
    'booking',
  );
  const service = await running.orm.em.fork().findOneOrFail(Service, { slug: 'ac-repair' });
  const registry = running.app.get(ToolRegistry, { strict: false });
  const call = async (name: ToolName, args: object, confirmation?: string) => {
    const outcome = await registry.execute(actor, name, args, { confirmation });
    if (!outcome.ok) throw new Error(`${name}: ${outcome.refusal.detail}`);
    return outcome.output;
  };
  const place = { serviceId: service.id, pincode: '560034' };
  const day = { from: '2026-11-21T00:00:00+05:30', to: '2026-11-21T23:59:59+05:30' };
  const slots = toolReads['bookings.find_slots'].parse(
    await call('bookings.find_slots', { ...place, ...day }),
  );
  const { startsAt, providerId } = slots.items[0]!;
  const best = await call('bookings.best_providers', { ...place, startsAt });
  const address = { line: '12, 5th Cross', pincode: place.pincode };
  const wanted = { ...place, providerId, startsAt };
  const held = await call('bookings.hold_slot', wanted);
  const { holdId } = toolReads['bookings.hold_slot'].parse(held);
  const released = await call('bookings.release_slot', { holdId: holdId! });
  const order = { serviceId: service.id, providerId, startsAt, quantity: 1, attributes: [], address };
  const created = await call('bookings.create', order, '0195e550-4d40-70e5-b15d-f9c0d9d03ff5');
  const { reference } = toolReads['bookings.create'].parse(created);
  const { id: bookingId } = toolReads['bookings.create'].parse(created);
  const noted = await call('bookings.add_note', { bookingId, note: 'Ring twice.' }, 'note');
  const later = slots.items.find((slot) => slot.startsAt > startsAt)!.startsAt;
  const listed = await call('bookings.list', {});
  const moved = await call('bookings.reschedule', { bookingId, startsAt: later }, 'move');
  const cancelled = await call('bookings.cancel', { bookingId, reason: '' }, 'cancel');
  const done = await givenIn(running).confirmedBooking({
    customer,
    startsIn: '-2d',
    status: 'completed',
  });
  const rated = await call('bookings.rate', { bookingId: done.id, rating: 5 }, 'rate');
  const invoices = running.app.get(InvoicesService, { strict: false });
  await running.orm.em.fork().transactional((em) => invoices.issue(em as SqlEntityManager, done.id));
  const billed = await call('bookings.invoice', { bookingId: done.id });
  const complaint = { category: 'safety', severity: 'critical', subject: 'Gas', description: 'It smells.' };
  const filed = await call('complaints.create', complaint, 'complaint');
  const { id: complaintId, reference: complaintReference } = toolReads['complaints.create'].parse(filed);
  const solved = toolReads['complaints.create'].parse(
    await call('complaints.create', complaint, 'solved'),
  ).id;
  const ended = {
    status: 'resolved',
    endedAt: running.clock.now(),
    resolvedAt: running.clock.now(),
  } as const;
  await running.orm.em.fork().nativeUpdate(Complaint, { id: solved }, ended);
  const wish = { about: 'The bill.', windowFrom: day.from, windowTo: day.to };
  const requested = await call('callbacks.request', wish, 'call');
  answers = {
    'bookings.find_slots': slots,
    'bookings.best_providers': best,
    'bookings.hold_slot': held,
    'bookings.release_slot': released,
    'bookings.create': created,
    'bookings.get': await call('bookings.get', { reference }),
    'bookings.list': listed,
    'bookings.add_note': noted,
    'bookings.rate': rated,
    'bookings.invoice': billed,
    'bookings.reschedule': moved,
    'bookings.cancel': cancelled,
    'complaints.create': filed,
    'complaints.list': await call('complaints.list', {}),
    'complaints.get': await call('complaints.get', { reference: complaintReference }),
    'complaints.add_update': await call('complaints.add_update', { complaintId, body: 'Still.' }, 'update'),
    'complaints.escalate': await call('complaints.escalate', { complaintId }, 'escalation'),
    'complaints.withdraw': await call('complaints.withdraw', { complaintId }, 'withdrawal'),
    'complaints.reopen': await call('complaints.reopen', { complaintId: solved }, 'reopening'),
    'customers.profile': await call('customers.profile', {}),
    'callbacks.request': requested,
    'callbacks.list': await call('callbacks.list', {}),
    'addresses.list': await call('addresses.list', {}),
    'knowledge.answer': await call('knowledge.answer', { question: 'is there a warranty on repairs?' }),
    'catalogue.list_services': await call('catalogue.list_services', {}),
    'catalogue.list_cities': await call('catalogue.list_cities', {}),
    'catalogue.check_pincode': await call('catalogue.check_pincode', place),
    'catalogue.price': await call('catalogue.price', place),
  };
});
afterAll(() => running.close());

it.each(Object.keys(toolReads) as ToolName[])('%s answers what the agents read', (name) => {
  expect(toolReads[name].safeParse(answers[name]).error).toBeUndefined();
});

it('never lets an agent book without an agreement', async () => {
  const { items } = toolReads['bookings.list'].parse(answers['bookings.list']);
  expect(items).toHaveLength(1);
  const registry = running.app.get(ToolRegistry, { strict: false });
  const agent = { kind: 'agent', id: 'booking', permissions: new Set<string>(customerGrants) };
  expect(await registry.execute(agent, 'bookings.create', {})).toMatchObject({
    ok: false,
    refusal: { code: 'NOT_CONFIRMED' },
  });
  expect(await running.orm.em.fork().count(Booking, { reference: items[0]!.reference })).toBe(1);
});
