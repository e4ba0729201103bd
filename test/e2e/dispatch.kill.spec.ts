// kill -9 in the middle of a search for a substitute: whatever had been written by then, the program that is started again brings it to one
// end. On the embedded database, whose statements can be watched from inside the process; on a server they are the same transactions.
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demoAccounts } from '../../src/demo/demo-data.js';
import { startedDataDirectory } from '../support/data-directory.js';
import { addressOf, runProgram, type Program } from '../support/program.js';

const directory = await startedDataDirectory();
const pointFile = join(directory.path, 'kill-at');
let program: Program;
let address: URL;
let customer: Record<string, string>;
let staff: Record<string, string>;

async function start(): Promise<void> {
  // File by file: the bundle has a driver of its own, which cannot be reached from outside.
  program = runProgram(
    {
      DATA_DIR: directory.path,
      DEMO_DATA: 'true',
      LOG_LEVEL: 'warn',
      LANGUAGE_ENCODER: 'off',
      KILL_AT: pointFile,
      NODE_OPTIONS: `--import=${resolve(import.meta.dirname, '../support/kill-at.mjs')}`,
    },
    'dist/src/main.js',
  );
  address = await addressOf(program);
}

type Who = Record<string, string>;

async function call(who: Who, path: string, payload?: object, key?: string): Promise<any> {
  const answer = await fetch(new URL(`/api/v1/${path}`, address), {
    method: payload ? 'POST' : 'GET',
    headers: { ...who, 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
    body: payload && JSON.stringify(payload),
  });
  return { status: answer.status, body: await answer.json() };
}

async function signIn(path: string, credentials: object): Promise<Who> {
  const { body } = await call({}, path, credentials);
  return { authorization: `Bearer ${body.accessToken}` };
}

/** A visit on some day from now, whose professional another one could stand in for. */
async function booked(day: number): Promise<any> {
  const date = new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10);
  const { items } = (await call(customer, 'services?limit=100')).body;
  for (const { id: serviceId } of items) {
    const { body } = await call(
      customer,
      `services/${serviceId}/slots?pincode=560034&date=${date}&limit=100`,
    );
    const byStart = Map.groupBy(body.items as any[], ({ startsAt }) => startsAt);
    const [slot] = [...byStart.values()].find((slots) => slots.length > 1) ?? [];
    if (!slot) continue;
    const order = { serviceId, providerId: slot.providerId, startsAt: slot.startsAt };
    const where = { address: { line: '12, 5th Cross, Koramangala', pincode: '560034' } };
    const { status, body: booking } = await call(customer, 'bookings', { ...order, ...where });
    if (status === 201) return booking;
  }
  throw new Error('The demo data has no slot of two providers.');
}

const isAtRest = ({ search }: any) => ['offered', 'accepted', 'handed_over'].includes(search?.state);

/** Asked for until it stands still: every minute the program looks after what was left. */
async function atRest(id: string): Promise<any> {
  for (;;) {
    const { status, body } = await call(customer, `bookings/${id}/substitute`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    if (isAtRest(body)) return body;
  }
}

const points = [
  'after insert into "provider_absences"',
  'after insert into "substitute_searches"',
  'before update "substitute_searches"',
  'after update "substitute_searches"',
];

beforeAll(async () => {
  await start();
  customer = await signIn('auth/login', {
    identifier: demoAccounts.customer.email,
    password: demoAccounts.customer.password,
  });
  const { email, password } = demoAccounts.staff.find(({ role }) => role === 'super_admin')!;
  staff = await signIn('ops/auth/login', { email, password });
});
afterAll(async () => {
  program.process.kill('SIGKILL');
  await program.ended;
  directory.remove();
});

it.each(points.map((point, index) => [point, index] as const))(
  'sends one person, or offers one slot, when it is killed at: %s',
  async (point, index) => {
    const booking = await booked(2 + index);
    const path = `ops/providers/${booking.provider.id}/absence`;
    const absence = { cause: 'ill', bookingId: booking.id };
    writeFileSync(pointFile, point);
    // It may be answered before the process dies: the search goes on behind the answer.
    const report = await call(staff, path, absence, `absence-${index}`).catch(() => null);
    expect(report?.status ?? 201).toBe(201);
    expect(await program.ended).toBeNull();
    rmSync(pointFile);
    await start();
    expect((await call(staff, path, absence, `absence-${index}`)).status).toBe(201);

    const { search, offer } = await atRest(booking.id);
    if (offer) await call(customer, `bookings/${booking.id}/substitute/accept`, { offerId: offer.id });
    const { body: searches } = await call(staff, `ops/dispatch/searches?limit=100`);
    const own = searches.items.filter(({ bookingId }: any) => bookingId === booking.id);
    expect(own.map(({ id }: any) => id)).toEqual([search.id]);
    const { body: history } = await call(customer, `bookings/${booking.id}/history`);
    const kinds = history.items.map(({ kind }: any) => kind);
    expect(kinds).toEqual(['status', 'unattended', 'reassigned']);
    const { body: now } = await call(customer, `bookings/${booking.id}`);
    expect(now.provider.id).not.toBe(booking.provider.id);
    expect(now).toMatchObject({ status: 'confirmed', startsAt: booking.startsAt, unattendedSince: null });
  },
);
