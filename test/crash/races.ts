// Races through two processes of the built program (one where the database is embedded): each begins with many requests at once and ends with what
// the database says, when nobody is at work any more.
import type { Backend } from './storm.js';
import { Books } from './books.js';
import { Callers, type Reply } from './callers.js';
import { Fleet, type Role } from './fleet.js';
import type { Race, RaceGround } from './race.js';
import { deskRaces } from './races-desk.js';
import { moneyRaces } from './races-money.js';
import { slotRaces } from './races-slots.js';
import { sceneIn } from './scene.js';
import { generous } from './storm.js';

export interface RaceLine {
  race: string;
  rounds: number;
  requests: number;
  done: number;
  refused: number;
  /** 429 and 503: asked to come again. */
  busy: number;
  seconds: number;
  wrong: string[];
}

/** How a loser is answered. */
const lost = [409, 412, 422];
/** People who race for one thing. */
const crowdSize = 20;
/** People who have visits elsewhere. */
const freshEach = 5;
/** Of the slots that a round takes, over all races. */
const slotsARound = 20;

export const unhurried: Record<string, string> = {
  ...generous,
  RATE_LIMIT_AUTH: '1000000',
  RATE_LIMIT_CHAT: '1000000',
  RATE_LIMIT_EXPENSIVE: '1000000',
  SLOT_HOLDS_OPEN: '20',
  SLOT_HOLDS_PER_HOUR: '1000',
  SLOT_HOLDS_PER_PROVIDER_DAY: '100',
  LANGUAGE_ENCODER: 'off',
};

export function racersOn({ settings }: Backend): Role[] {
  return settings.DATABASE_URL ? ['all', 'all'] : ['all'];
}

/**
 * One line a race, in the end: only then the embedded database can be read.
 * @param tell what was answered so far
 */
export async function races(
  backend: Backend,
  { rounds, parallel }: { rounds: number; parallel: number },
  tell: (line: RaceLine) => void,
): Promise<RaceLine[]> {
  const settings = { ...unhurried, ...backend.settings };
  const fleet = new Fleet(racersOn(backend), settings);
  try {
    const size = { customers: crowdSize + rounds * freshEach, visits: rounds, slots: rounds * slotsARound };
    const scene = await staged(fleet, settings, (books) => sceneIn(books, size));
    const callers = new Callers(fleet);
    await callers.logIn(scene);
    const slots = scene.slots.values();
    const ground: RaceGround = {
      scene,
      callers,
      parallel,
      crowd: scene.customers.slice(0, crowdSize),
      fresh: (round) => scene.customers.slice(crowdSize + round * freshEach).slice(0, freshEach),
      slot: () => slots.next().value!,
    };
    const all = [...slotRaces(ground), ...moneyRaces(ground), ...deskRaces(ground)];
    const lines: RaceLine[] = [];
    for (const race of all) {
      if (race.before) await whileStopped(fleet, settings, (books) => race.before!(books));
      lines.push(await run(race, rounds, callers));
      tell(lines.at(-1)!);
    }
    await fleet.stop();
    await judge(all, lines, settings, fleet);
    return lines;
  } finally {
    await fleet.killAll();
  }
}

/** The program makes its tables and the demo data; then the scene is written while nobody else has the database; then it starts again. */
export async function staged<Made>(
  fleet: Fleet,
  settings: Record<string, string>,
  write: (books: Books) => Promise<Made>,
): Promise<Made> {
  await fleet.start();
  return whileStopped(fleet, settings, write);
}

async function whileStopped<Made>(
  fleet: Fleet,
  settings: Record<string, string>,
  write: (books: Books) => Promise<Made>,
): Promise<Made> {
  await fleet.stop();
  const made = await withBooks(settings, write);
  await fleet.start();
  return made;
}

export async function withBooks<Made>(
  settings: Record<string, string>,
  use: (books: Books) => Promise<Made>,
): Promise<Made> {
  const books = await Books.open(settings);
  try {
    return await use(books);
  } finally {
    await books.close();
  }
}

async function run(race: Race, rounds: number, callers: Callers): Promise<RaceLine> {
  const wrong: string[] = [];
  const started = performance.now();
  callers.taken();
  for (let index = 0; index < rounds; index++) {
    try {
      const { won, atLeast, atMost } = await race.round(index);
      if (won < atLeast || won > atMost) wrong.push(`${race.name}, round ${index}: ${won} have won`);
    } catch (error) {
      // The other races have their say all the same.
      wrong.push(`${race.name}, round ${index}: ${String(error)}`);
    }
  }
  const seconds = Math.round((performance.now() - started) / 1_000);
  return { race: race.name, rounds, ...counted(race, callers.taken(), wrong), seconds, wrong };
}

function counted({ name }: Race, answers: Map<Reply['status'], number>, wrong: string[]) {
  const line = { requests: 0, done: 0, refused: 0, busy: 0 };
  for (const [status, count] of answers) {
    line.requests += count;
    if (status === 429 || status === 503) line.busy += count;
    else if (status === 'none' || status >= 500) wrong.push(`${name}: ${count} × ${status}`);
    else if (status < 300) line.done += count;
    else if (lost.includes(status)) line.refused += count;
    else wrong.push(`${name}: ${count} × ${status}`);
  }
  return line;
}

async function judge(
  all: readonly Race[],
  lines: readonly RaceLine[],
  settings: Record<string, string>,
  fleet: Fleet,
): Promise<void> {
  await withBooks(settings, async (books) => {
    for (const [index, race] of all.entries()) lines[index]!.wrong.push(...(await race.wrong(books)));
    lines.at(-1)!.wrong.push(...(await unbalanced(books)), ...fleet.endedByThemselves);
  });
}

/** Entries whose lines do not add up to nothing. */
export async function unbalanced(books: Books): Promise<string[]> {
  const rows = await books.select<{ id: string; sum: number }>(
    `select e.id, coalesce(sum(l.amount_paise), 0)::float as sum
     from ledger_entries e left join ledger_lines l on l.entry_id = e.id
     group by e.id having coalesce(sum(l.amount_paise), 0) <> 0 or count(l.id) < 2`,
  );
  return rows.map(({ id, sum }) => `entry ${id} adds up to ${sum}`);
}
