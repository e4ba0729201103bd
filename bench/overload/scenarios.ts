// What one customer, or nobody, does to everybody else.
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Call, LoadClient } from './client.js';

export interface Scene {
  client: LoadClient;
  address: URL;
  /** Tokens of customers who are not the bystander. */
  tokens: readonly string[];
  seconds: number;
}

export interface Scenario {
  name: string;
  what: string;
  customers: number;
  /** Otherwise as shipped. */
  raisedLimits?: boolean;
  run(scene: Scene): Promise<void>;
}

const api = '/api/v1';
const pincode = '560034';
const dayMs = 86_400_000;

async function json(client: LoadClient, call: Call): Promise<never> {
  const answer = await client.call(call);
  return JSON.parse(answer!.text) as never;
}

interface Offer {
  serviceId: string;
  providerId: string;
  startsAt: string;
}

/** Some free slot a few days ahead. */
async function freeSlot(client: LoadClient, token: string): Promise<Offer> {
  const { items }: { items: { id: string }[] } = await json(client, { path: `${api}/services?limit=100` });
  for (let ahead = 3; ahead < 10; ahead++) {
    const date = new Date(Date.now() + ahead * dayMs).toISOString().slice(0, 10);
    for (const { id } of items.slice(0, 10)) {
      const path = `${api}/services/${id}/slots?pincode=${pincode}&date=${date}&limit=100`;
      const slots: { items: Omit<Offer, 'serviceId'>[] } = await json(client, { path, token });
      const slot = slots.items[Math.floor(slots.items.length / 2)];
      if (slot) return { serviceId: id, providerId: slot.providerId, startsAt: slot.startsAt };
    }
  }
  throw new Error('There is no free slot.');
}

async function reads({ client, tokens, seconds }: Scene): Promise<void> {
  const { serviceId, startsAt } = await freeSlot(client, tokens[0]!);
  const date = startsAt.slice(0, 10);
  const paths = [
    '/users/me',
    '/bookings?limit=20',
    `/services/${serviceId}/slots?pincode=${pincode}&date=${date}`,
    `/services/${serviceId}`,
    '/users/me/addresses',
    `/services/search?q=ac+not+cooling&pincode=${pincode}`,
    '/notifications?limit=20',
    `/providers/search?serviceId=${serviceId}&pincode=${pincode}`,
  ];
  await client.openLoop(400, seconds, (index) => ({
    path: api + paths[index % paths.length]!,
    token: tokens[index % tokens.length]!,
  }));
}

async function hotSlot({ client, tokens: [token] }: Scene): Promise<void> {
  const slot = await freeSlot(client, token!);
  const body = JSON.stringify({ ...slot, address: { line: '12, 5th cross, Koramangala', pincode } });
  const book = (): Promise<unknown> =>
    client.call({ method: 'POST', path: `${api}/bookings`, token: token!, body });
  await Promise.all(Array.from({ length: 500 }, book));
}

async function bodies({ client, tokens: [token], seconds }: Scene): Promise<void> {
  const deep = '['.repeat(250_000);
  const broad = JSON.stringify(
    Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [`k${key}`, 1])),
  );
  await client.closedLoop(16, seconds, (index) => ({
    method: 'POST',
    path: `${api}/bookings`,
    body: index % 4 < 2 ? deep : broad,
    ...(index % 2 === 0 && { token: token! }),
  }));
}

/** A byte a second, of a body or of the headers; with a token and without. They are counted by what they are answered, if anything. */
async function slow({ client, address, tokens: [token], seconds }: Scene): Promise<void> {
  const head = `POST ${api}/bookings HTTP/1.1\r\nhost: ${address.host}\r\n`;
  const rest = 'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{';
  const beginnings = [head + rest, `${head}authorization: Bearer ${token}\r\n${rest}`, head];
  const sockets = Array.from({ length: 400 }, (_, index) => drip(address, beginnings[index % 3]!, client));
  await wait(seconds * 1000);
  for (const socket of sockets) socket.destroy();
}

function drip(address: URL, beginning: string, { outcomes }: LoadClient): Socket {
  const socket = connect(Number(address.port), address.hostname, () => socket.write(beginning));
  const dripping = setInterval(() => socket.writable && socket.write('x'), 1_000);
  socket.once('data', (said) => {
    const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(String(said)) ?? [];
    if (status) outcomes.count(Number(status), 0);
  });
  socket.on('error', () => outcomes.count(undefined, 0));
  socket.once('close', () => clearInterval(dripping));
  return socket;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'reads',
    what: '400 mixed reads a second of 20 customers, open loop',
    customers: 20,
    raisedLimits: true,
    run: reads,
  },
  { name: 'slot', what: '500 bookings of one slot at once by one customer', customers: 1, run: hotSlot },
  {
    name: 'bodies',
    what: '250 KB of nested or broad JSON over 16 connections, with a token and without',
    customers: 1,
    run: bodies,
  },
  { name: 'slow', what: '400 sockets that send a byte a second', customers: 1, run: slow },
];
