// What a chat turn costs over an embedded database on disk, beside an authenticated read of one row in the same run: milliseconds, and how
// often a turn of each kind waits for the database. In process: the whole request, without the socket. Arguments: conversations (default 40), conversations at once in the second part (default 4).
import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger } from '#libs/observability';
import { MikroORM } from '@mikro-orm/core';
import { createApp } from '../src/app.js';
import { LanguageUnderstander } from '../src/agents/language/language-understander.js';
import { settingsSchema } from '../src/config/settings.js';
import { roundTripsDuring } from '../test/support/queries.js';

/** A little of everything: fresh requests, questions, corrections, searches for slots, a booking, small talk. */
const turns = [
  "hi, my AC isn't cooling, I'm in 560034",
  'how much is a gas refill?',
  'tomorrow around 10 in the morning',
  '12, 5th cross, Koramangala',
  'make it 11 instead',
  'what is included?',
  'actually monday 3 pm is better',
  'yes go ahead',
  'what were we doing?',
  'thanks',
];
const unlimited = '1000000000';
const warmUp = 5;

/** The same, and what else can be arranged: each with what it is. */
const kinds: readonly (readonly [string, string])[] = [
  ['small talk', 'hello'],
  ['a price', 'how much is a gas refill?'],
  ['a request', 'my ac is not cooling, 560034'],
  ['an offer', 'day after tomorrow 10 am'],
  ['a proposal', '12, 5th cross, Koramangala'],
  ['a change', 'make it 11 instead'],
  ['a yes that books', 'yes'],
  ['what is booked', 'what have I booked?'],
  ['a note', 'tell him to bring a ladder'],
  ['a yes that notes', 'yes'],
  ['a move', 'move it to 3 pm'],
  ['a yes that moves', 'yes'],
  ['a cancellation', 'cancel my booking'],
  ['a yes that cancels', 'yes'],
];

interface Figures {
  what: string;
  count: number;
  p50: number;
  p95: number;
  p99: number;
  bar: string;
}

export async function run([conversations = '40', atOnce = '4']: string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-chat-'));
  const app = await start(directory);
  try {
    const customer = await register(app);
    for (let round = 0; round < warmUp; round++) await converse(app, customer);
    const byKind = await costsByKind(app, customer, Number(conversations));
    const alone: number[] = [];
    const reads: number[] = [];
    for (let round = 0; round < Number(conversations); round++) {
      alone.push(...(await converse(app, customer)));
      for (let read = 0; read < turns.length; read++) reads.push(await timed(() => me(app, customer)));
    }
    const together: number[] = [];
    const workers = Array.from({ length: Number(atOnce) }, async () => {
      for (let round = 0; round < Number(conversations) / Number(atOnce); round++)
        together.push(...(await converse(app, customer)));
    });
    await Promise.all(workers);
    report(byKind, [
      figures('chat turn, database writes included', alone, 'p95 < 25'),
      figures(`chat turn, ${atOnce} conversations at once`, together, ''),
      figures('understanding alone', await understanding(app), 'p95 < 1'),
      figures('GET /users/me', reads, ''),
    ]);
  } finally {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** As shipped, with the demo data, but for the limits and the log. */
async function start(directory: string): Promise<NestFastifyApplication> {
  const settings = settingsSchema.parse({
    DATA_DIR: directory,
    DEMO_DATA: 'true',
    SECRET_KEY: 'x'.repeat(32),
    ACCESS_TOKEN_SECONDS: '86400',
    RATE_LIMIT_DEFAULT: unlimited,
    RATE_LIMIT_CHAT: unlimited,
  });
  return createApp(settings, { logger: createLogger('silent') });
}

async function register(app: NestFastifyApplication): Promise<{ authorization: string }> {
  const payload = { name: 'Asha Rao', email: 'bench@example.com', password: 'correct horse 42' };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/register', payload });
  if (answer.statusCode !== 201) throw new Error(`Registering failed: ${answer.body}`);
  return { authorization: `Bearer ${answer.json<{ accessToken: string }>().accessToken}` };
}

/** Milliseconds of each turn of one conversation. */
async function converse(app: NestFastifyApplication, headers: { authorization: string }): Promise<number[]> {
  const took: number[] = [];
  const say = talk(app, headers);
  for (const message of turns) took.push(await timed(() => say(message)));
  return took;
}

/** Says one thing after the other in a conversation of its own. */
function talk(app: NestFastifyApplication, headers: { authorization: string }) {
  let sessionId: string | undefined;
  return async (message: string): Promise<void> => {
    const payload = { message, sessionId };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/chat/message', headers, payload });
    if (answer.statusCode !== 200) throw new Error(`Turn failed: ${answer.body}`);
    sessionId = answer.json<{ sessionId: string }>().sessionId;
  };
}

interface TurnCost {
  turn: string;
  /** How often the database is waited for: statements, and the ends of transactions. */
  roundTrips: number;
  p50: number;
  p95: number;
}

/** What is booked is cancelled in each round. */
async function costsByKind(
  app: NestFastifyApplication,
  headers: { authorization: string },
  rounds: number,
): Promise<TurnCost[]> {
  const orm = app.get<MikroORM>(MikroORM);
  const took = kinds.map((): number[] => []);
  const counts = kinds.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    const say = talk(app, headers);
    for (const [index, [, message]] of kinds.entries())
      counts[index] = await roundTripsDuring(orm, async () => {
        took[index]!.push(await timed(() => say(message)));
      });
  }
  return kinds.map(([turn], index) => {
    const { p50, p95 } = figures(turn, took[index]!, '');
    return { turn, roundTrips: counts[index]!, p50, p95 };
  });
}

async function me(app: NestFastifyApplication, headers: { authorization: string }): Promise<void> {
  const answer = await app.inject({ url: '/api/v1/users/me', headers });
  if (answer.statusCode !== 200) throw new Error(`Reading failed: ${answer.body}`);
}

async function understanding(app: NestFastifyApplication): Promise<number[]> {
  const understander = app.get(LanguageUnderstander, { strict: false });
  const now = new Date();
  const took: number[] = [];
  for (let round = 0; round < 100; round++)
    for (const message of turns) took.push(await timed(() => understander.understand(message, now)));
  return took.slice(turns.length * 10);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function figures(what: string, took: readonly number[], bar: string): Figures {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => Number(sorted[Math.floor(sorted.length * share)]!.toFixed(2));
  return { what, count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), bar };
}

function report(turnsByKind: readonly TurnCost[], rows: readonly Figures[]): void {
  console.table(turnsByKind);
  console.table(rows);
  console.log(JSON.stringify({ benchmark: 'chat', turns: turnsByKind, milliseconds: rows }));
}
