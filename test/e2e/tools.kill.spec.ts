// kill -9 in the middle of a tool: called again with its confirmation, it has happened once. On the embedded database, whose statements can be
// watched from inside the process; on a server it is the same transaction.
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demoAccounts } from '../../src/demo/demo-data.js';
import { startedDataDirectory } from '../support/data-directory.js';
import { addressOf, runProgram, type Program } from '../support/program.js';

const directory = await startedDataDirectory();
const pointFile = join(directory.path, 'kill-at');
let program: Program;
let address: URL;
let headers: Record<string, string>;

async function start(): Promise<void> {
  // File by file: the bundle has a driver of its own, which cannot be reached from outside.
  program = runProgram(
    {
      DATA_DIR: directory.path,
      DEMO_DATA: 'true',
      LOG_LEVEL: 'warn',
      KILL_AT: pointFile,
      NODE_OPTIONS: `--import=${resolve(import.meta.dirname, '../support/kill-at.mjs')}`,
    },
    'dist/src/main.js',
  );
  address = await addressOf(program);
}

async function call(path: string, payload?: object): Promise<{ status: number; body: any }> {
  const answer = await fetch(new URL(`/api/v1/${path}`, address), {
    method: payload ? 'POST' : 'GET',
    headers: { ...headers, 'content-type': 'application/json' },
    body: payload && JSON.stringify(payload),
  });
  return { status: answer.status, body: await answer.json() };
}

interface Order {
  serviceId: string;
  providerId: string;
  startsAt: string;
}

/** Free slots of one service, far enough apart that one does not take the other. */
async function freeSlots(count: number): Promise<Order[]> {
  const { items } = (await call('services?limit=100')).body;
  const orders: Order[] = [];
  for (const { id } of items) {
    for (let day = 2; day < 9 && orders.length < count; day++) {
      const date = new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10);
      const { body } = await call(`services/${id}/slots?pincode=560034&date=${date}&limit=1`);
      for (const { providerId, startsAt } of body.items) orders.push({ serviceId: id, providerId, startsAt });
    }
    if (orders.length === count) break;
  }
  return orders;
}

const bookingsAt = async (startsAt: string) =>
  (await call('bookings?limit=100')).body.items.filter((booking: Order) => booking.startsAt === startsAt);

const points = [
  'before insert into "bookings"',
  'after insert into "idempotency_keys"',
  'before update "tool_confirmations"',
];
let slots: Order[];

beforeAll(async () => {
  await start();
  const { email, password } = demoAccounts.customer;
  const { body } = await call('auth/login', { identifier: email, password });
  headers = { authorization: `Bearer ${body.accessToken}` };
  slots = await freeSlots(points.length);
});
afterAll(async () => {
  program.process.kill('SIGKILL');
  await program.ended;
  directory.remove();
});

it.each(points.map((point, index) => [point, index] as const))(
  'books once when it is killed at: %s',
  async (point, index) => {
    const order = { ...slots[index]!, address: { line: '12, 5th Cross, Koramangala', pincode: '560034' } };
    const payload = { name: 'bookings.create_booking', arguments: order, confirmation: `yes-${index}` };
    writeFileSync(pointFile, point);
    await expect(call('tools/execute', payload)).rejects.toThrow('fetch failed');
    expect(await program.ended).toBeNull();
    rmSync(pointFile);
    await start();
    const isDone = point === 'before update "tool_confirmations"';
    expect(await bookingsAt(order.startsAt)).toHaveLength(isDone ? 1 : 0);

    const again = await call('tools/execute', payload);
    expect(again.status).toBe(200);
    expect(await bookingsAt(order.startsAt)).toMatchObject([{ id: again.body.output.id }]);
    expect((await call('tools/execute', payload)).body).toEqual({ ...again.body, isRepeated: true });
  },
);
