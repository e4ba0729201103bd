// kill -9 in the middle of what must be there once: the charge of a visit, a remedy, a payment, a price, a substitute. A round begins one of each at
// the same moment, kills a process while they are under way, and asks again until each was answered; what was begun and not ended is to be ended
// by the program. What it has come to is read from the database when nobody is at work any more.
import { setTimeout as wait } from 'node:timers/promises';
import { startGateway, type Gateway } from '../support/gateway.js';
import { replies } from '../support/receiver.js';
import type { Books } from './books.js';
import { Callers } from './callers.js';
import { Fleet } from './fleet.js';
import { randomFrom } from './random.js';
import { remediesNotOnce } from './races-money.js';
import { racersOn, staged, unbalanced, unhurried, withBooks } from './races.js';
import { pincode, pricePaise, sceneIn, type Scene } from './scene.js';
import type { Backend } from './storm.js';

const reason = 'As the test wants it.';
/** Longest time from the requests of a round to its kill. */
const longestPeaceMs = 800;
/** What no request brings to its end the program does in the next minutes: it looks every minute, and later when it did not succeed. */
const patienceMs = 180_000;

interface Ground {
  scene: Scene;
  callers: Callers;
  gateway: Gateway;
  random: () => number;
}

interface Begun {
  payments: string[];
  remedies: string[];
  substitutes: { id: string; of: number }[];
}

export interface EffectsReport {
  kills: number;
  settlements: number;
  remedies: number;
  payments: number;
  prices: number;
  substitutions: number;
  seconds: number;
  wrong: string[];
}

export async function effects(
  backend: Backend,
  { kills, seed }: { kills: number; seed: number },
): Promise<EffectsReport> {
  const gateway = await startGateway();
  const ofGateway = Object.entries(gateway.settings).map(([name, value]) => [name, String(value)]);
  const settings = { ...unhurried, ...Object.fromEntries(ofGateway), ...backend.settings };
  const fleet = new Fleet(racersOn(backend), settings);
  const started = performance.now();
  try {
    const size = { customers: Math.min(kills, 20), visits: kills, slots: kills * 20 };
    const scene = await staged(fleet, settings, (books) => sceneIn(books, size));
    const callers = new Callers(fleet);
    await callers.logIn(scene);
    const ground = { scene, callers, gateway, random: randomFrom(seed) };
    const begun: Begun = { payments: [], remedies: [], substitutes: [] };
    for (let round = 0; round < kills; round++) {
      const work = Promise.all(deeds.map((deed) => deed(ground, round, begun)));
      work.catch(() => undefined); // It is awaited below.
      await wait(ground.random() * longestPeaceMs);
      await fleet.kill('anybody', ground.random());
      await work;
    }
    const wrong = await unsettled(ground, begun);
    await fleet.stop();
    wrong.push(...fleet.endedByThemselves);
    await withBooks(settings, async (books) => wrong.push(...(await judged(books, ground, begun))));
    const counts = {
      settlements: kills,
      remedies: kills,
      payments: kills,
      prices: kills,
      substitutions: kills,
    };
    return { kills, ...counts, seconds: Math.round((performance.now() - started) / 1_000), wrong };
  } finally {
    await fleet.killAll();
    await gateway.close();
  }
}

type Deed = (ground: Ground, round: number, begun: Begun) => Promise<void>;

/** The work is done: it is charged, invoiced and told. */
const settle: Deed = ({ scene, callers }, round) =>
  callers.step(scene.staff.manager, `bookings/${scene.begun[round]!.id}/complete`);

/** Above what its proposer may give: somebody else approves, and it is given. */
const makeGood: Deed = async ({ scene, callers }, round, begun) => {
  const { id: bookingId, of } = scene.awaited[round]!;
  const told = { category: 'quality', subject: 'It drips again', description: 'By evening it dripped.' };
  const key = (what: string) => ({ 'idempotency-key': `${what}-${round}` });
  const customer = scene.customers[of]!;
  const payload = { ...told, bookingId };
  const { body } = await callers.insist(customer, 'POST', 'complaints', payload, key('complaint'));
  const wish = { kind: 'credit', amountPaise: 2000_00, reason };
  const path = `ops/complaints/${body.id}/remedies`;
  const remedy = await callers.insist(scene.staff.agent, 'POST', path, wish, key('remedy'));
  begun.remedies.push(remedy.body.id as string);
  await callers.step(scene.staff.manager, `ops/remedies/${remedy.body.id}/approve`, { reason });
};

/** Every other time the gateway does what it was asked and its answer is lost; its message, said twice, meets whoever is alive. */
const pay: Deed = async ({ scene, callers, gateway }, round, begun) => {
  const { id, of } = scene.awaited[round]!;
  if (round % 2) gateway.doesThen(replies.hangUp);
  const key = { 'idempotency-key': `payment-${round}` };
  const { body } = await callers.insist(scene.customers[of]!, 'POST', `bookings/${id}/payments`, {}, key);
  begun.payments.push(body.id as string);
  const known = gateway.payments.get(body.id as string);
  if (!known) return;
  const paid = gateway.change(known.key, { status: 'captured', captured: known.amount });
  const { payload, headers } = gateway.message(paid, new Date());
  const tell = () => callers.anonymous('payments/webhook', payload, headers);
  await Promise.all([tell(), tell()]);
};

const publish: Deed = async ({ scene, callers }, round) => {
  const rule = {
    code: `fee-${round}`,
    kind: 'place',
    label: 'Fee',
    amountPaise: 100,
    scope: { pincodes: [pincode] },
  };
  const key = { 'idempotency-key': `rule-${round}` };
  const { body } = await callers.insist(scene.staff.admin, 'POST', 'ops/pricing/rules', rule, key);
  await callers.step(scene.staff.admin, `ops/pricing/rules/${body.id}/publish`);
};

const substitute: Deed = async ({ scene, callers }, round, begun) => {
  const of = round % scene.customers.length;
  // Each of another professional, who then has nothing else.
  const slot = scene.slots[round * 20]!;
  const address = { line: '12, 5th Cross, Koramangala', pincode };
  const key = (what: string) => ({ 'idempotency-key': `${what}-${round}` });
  const customer = scene.customers[of]!;
  const { body } = await callers.insist(customer, 'POST', 'bookings', { ...slot, address }, key('booking'));
  begun.substitutes.push({ id: body.id as string, of });
  const absence = { cause: 'ill', bookingId: body.id };
  const path = `ops/providers/${slot.providerId}/absence`;
  await callers.insist(scene.staff.manager, 'POST', path, absence, key('absence'));
};

const deeds: readonly Deed[] = [settle, makeGood, pay, publish, substitute];

/** Waits until nothing is under way. @returns what is all the same when patience is at its end */
async function unsettled({ scene, callers, gateway }: Ground, begun: Begun): Promise<string[]> {
  // What the gateway had not heard of when it was to be paid has been asked of it by now.
  const paidLate = (id: string): void => {
    const known = gateway.payments.get(id);
    if (known?.status === 'created') gateway.change(id, { status: 'captured', captured: known.amount });
  };
  const { manager } = scene.staff;
  const openOnes = async (): Promise<string[]> => {
    const open: string[] = [];
    begun.payments.forEach(paidLate);
    for (const { id, of } of scene.awaited) {
      const { body } = await callers.insist(scene.customers[of]!, 'GET', `bookings/${id}/payments`);
      if (body.payments.at(-1)?.status !== 'captured') open.push(`payment of ${id}`);
    }
    for (const id of begun.remedies) {
      const { body } = await callers.insist(manager, 'GET', `ops/remedies/${id}`);
      if (body.status !== 'done') open.push(`remedy ${id}: ${body.status}`);
    }
    for (const { id, of } of begun.substitutes) {
      const { body } = await callers.insist(scene.customers[of]!, 'GET', `bookings/${id}/substitute`);
      if (!['offered', 'accepted', 'handed_over'].includes(body.search?.state))
        open.push(`substitute of ${id}`);
    }
    for (const { id, of } of scene.begun) {
      const { body } = await callers.insist(scene.customers[of]!, 'GET', `bookings/${id}/payments`);
      if (!body.entries.some(({ kind }: { kind: string }) => kind === 'charge')) open.push(`charge of ${id}`);
    }
    return open;
  };
  for (const until = performance.now() + patienceMs; ;) {
    const open = await openOnes();
    if (open.length === 0 || performance.now() > until) return open;
    await wait(2_000);
  }
}

async function judged(books: Books, { scene, gateway }: Ground, begun: Begun): Promise<string[]> {
  const wrong = [...(await unbalanced(books)), ...(await remediesNotOnce(books))];
  const once = async (what: string, ids: readonly string[], count: string): Promise<void> => {
    const sql = `select x.id, (${count}) as count from unnest(string_to_array(?, ',')) x(id)`;
    const rows = await books.select<{ id: string; count: number }>(sql, [ids.join()]);
    if (rows.length !== ids.length) wrong.push(`${what}: ${rows.length} of ${ids.length}`);
    wrong.push(...rows.filter((row) => row.count !== 1).map((row) => `${what} ${row.id}: ${row.count}`));
  };
  const entries = (key: string) =>
    `select count(*)::int from ledger_entries where effect_key = ${key} || x.id`;
  const visits = scene.begun.map(({ id }) => id);
  await once('charge', visits, entries(`'charge:booking:'`));
  await once(
    'invoice',
    visits,
    `select count(*)::int from invoices where effect_key = 'invoice:booking:' || x.id`,
  );
  const told = `select count(*)::int from outbox_events where aggregate_id = x.id and type = 'booking.completed'`;
  await once('event of a completed visit', visits, told);
  await once('payment', begun.payments, entries(`'payment:'`));
  await once(
    'payments of a visit',
    scene.awaited.map(({ id }) => id),
    `select count(*)::int from payments where subject_id = x.id::uuid`,
  );
  await once(
    'published rule',
    visits.map((_, index) => `fee-${index}`),
    `select count(*)::int from price_rule_versions v
    join price_rules r on r.id = v.rule_id where r.code = x.id and v.status = 'published'`,
  );
  await once(
    'told of publication',
    visits.map((_, index) => `fee-${index}`),
    `select count(*)::int from audit_entries a
    join price_rules r on r.id::text = a.object_id where r.code = x.id and a.action = 'price_rule.published'`,
  );
  const booked = begun.substitutes.map(({ id }) => id);
  await once('search', booked, 'select count(*)::int from substitute_searches where booking_id = x.id::uuid');
  await once(
    'unattended',
    booked,
    `select count(*)::int from booking_status_history where booking_id = x.id::uuid and kind = 'unattended'`,
  );
  const atGateway = [...gateway.payments.values()].reduce((sum, { captured }) => sum + captured, 0);
  if (atGateway !== pricePaise * begun.payments.length) wrong.push(`the gateway took ${atGateway}`);
  return wrong;
}
