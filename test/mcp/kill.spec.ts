// kill -9 in the middle of a write that a person has agreed to over MCP: confirmed again, it has happened once. On the embedded database, whose
// statements can be watched from inside the process.
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demoAccounts } from '../../src/demo/demo-data.js';
import { startedDataDirectory } from '../support/data-directory.js';
import { addressOf, runProgram, type Program } from '../support/program.js';
import { mcpRequest } from './messages.js';

const directory = await startedDataDirectory();
const pointFile = join(directory.path, 'kill-at');
let program: Program;
let address: URL;
let authorization: string;

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

async function api(path: string, payload?: object): Promise<any> {
  const answer = await fetch(new URL(`/api/v1/${path}`, address), {
    method: payload ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: payload && JSON.stringify(payload),
  });
  return answer.json();
}

async function call(name: string, args: Record<string, unknown>): Promise<any> {
  const { method, url, headers, payload } = mcpRequest({
    method: 'tools/call',
    params: { name, arguments: args },
    headers: { authorization },
  });
  const answer = await fetch(new URL(url, address), { method, headers, body: JSON.stringify(payload) });
  return ((await answer.json()) as { result: { structuredContent: unknown } }).result.structuredContent;
}

interface Order extends Record<string, unknown> {
  serviceId: string;
  providerId: string;
  startsAt: string;
}

/** Free slots of one service, far enough apart that one does not take the other. */
async function freeSlots(count: number): Promise<Order[]> {
  const orders: Order[] = [];
  for (const { id } of (await api('services?limit=100')).items as { id: string }[]) {
    for (let day = 2; day < 9 && orders.length < count; day++) {
      const date = new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10);
      const { items } = await api(`services/${id}/slots?pincode=560034&date=${date}&limit=1`);
      for (const { providerId, startsAt } of items) orders.push({ serviceId: id, providerId, startsAt });
    }
    if (orders.length === count) break;
  }
  return orders;
}

/** Between the yes and its effect, in the middle of the effect, and between the effect and the note of it. */
const points = [
  'after update "tool_proposals"',
  'before insert into "bookings"',
  'after insert into "idempotency_keys"',
  'answer',
];
let slots: Order[];

beforeAll(async () => {
  await start();
  const { email, password } = demoAccounts.customer;
  const { accessToken } = await api('auth/login', { identifier: email, password });
  authorization = `Bearer ${accessToken}`;
  slots = await freeSlots(points.length);
});
afterAll(async () => {
  program.process.kill('SIGKILL');
  await program.ended;
  directory.remove();
});

it.each(points.map((point, index) => [point, index] as const))(
  'is done once when the process was killed at: %s',
  async (point, index) => {
    const order = { ...slots[index]!, address: { line: '12, 5th Cross, Koramangala', pincode: '560034' } };
    const told = await call('bookings_create_booking', order);
    expect(told).toMatchObject({ code: 'NOT_DONE_YET' });
    const { id } = told.data.proposal;

    writeFileSync(pointFile, point);
    await expect(call('proposals_confirm', { id })).rejects.toThrow('fetch failed');
    await program.ended;
    rmSync(pointFile);
    await start();

    const again = await call('proposals_confirm', { id });
    expect(again).toMatchObject({ status: 'confirmed', startsAt: order.startsAt });
    expect(await call('proposals_confirm', { id })).toEqual(again);
    const { items } = await api('bookings?limit=100');
    expect(items.filter(({ startsAt }: Order) => startsAt === order.startsAt)).toHaveLength(1);
  },
);
