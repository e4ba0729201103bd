// Who gets the slot.
import type { Books } from './books.js';
import { isDone, type Reply } from './callers.js';
import type { Race, RaceGround } from './race.js';
import { pincode, type Person, type Slot } from './scene.js';

const address = { line: '12, 5th Cross, Koramangala', pincode };
/** Of one hold, by its one customer. */
const converting = 40;

export function slotRaces(ground: RaceGround): Race[] {
  const { parallel, slot } = ground;
  const { book, hold } = slotDeeds(ground);
  return [
    oneTakes('create', slot, (taken) => many(parallel, (index) => book(who(ground, index), taken))),
    // A customer's second try is answered with the hold that they have: so each tries once.
    oneTakes('hold vs hold', slot, (taken) => ground.crowd.map((each) => hold(each, taken))),
    oneTakes('hold vs booking', slot, (taken) =>
      ground.crowd.map((each, index) => (index % 3 ? book : hold)(each, taken)),
    ),
    oneTakes('one hold, many bookings', slot, async (taken, round) => {
      const by = ground.fresh(round)[0]!;
      const { body } = await ground.callers.insist(by, 'POST', 'slot-holds', { ...taken, pincode });
      return many(Math.min(parallel, converting), () => book(by, taken, { holdId: body.id }));
    }),
    rescheduling(ground),
  ];
}

const who = ({ crowd }: RaceGround, index: number): Person => crowd[index % crowd.length]!;
export const many = <Made>(count: number, make: (index: number) => Made): Made[] =>
  Array.from({ length: count }, (_, index) => make(index));

export function slotDeeds({ callers }: Pick<RaceGround, 'callers'>) {
  return {
    book: (by: Person, slot: Slot, more: object = {}) =>
      callers.call(by, 'POST', 'bookings', { ...slot, ...more, address }),
    hold: (by: Person, slot: Slot) => callers.call(by, 'POST', 'slot-holds', { ...slot, pincode }),
  };
}

/** Of all who ask for a slot one gets it, and it is theirs alone. */
function oneTakes(
  name: string,
  slot: () => Slot,
  ask: (slot: Slot, round: number) => Promise<Reply>[] | Promise<Promise<Reply>[]>,
): Race {
  const slots: Slot[] = [];
  return {
    name,
    round: async (round) => {
      const taken = slot();
      slots.push(taken);
      const answers = await Promise.all(await ask(taken, round));
      return { won: answers.filter(isDone).length, atLeast: 1, atMost: 1 };
    },
    wrong: (books) => notSoldOnce(books, name, slots),
  };
}

function rescheduling(ground: RaceGround): Race {
  const name = 'reschedule into one slot';
  const slots: Slot[] = [];
  const moved: string[] = [];
  return {
    name,
    round: async (round) => {
      const movers = ground.fresh(round).slice(1);
      const own = await Promise.all(
        movers.map((by) => ground.callers.insist(by, 'POST', 'bookings', { ...ground.slot(), address })),
      );
      const goal = ground.slot();
      const { startsAt, providerId } = goal;
      slots.push(goal);
      moved.push(...own.map(({ body }) => body.id as string));
      // Each more than once, through both processes.
      const answers = await Promise.all(
        many(movers.length * 4, (index) => {
          const at = index % movers.length;
          const path = `bookings/${own[at]!.body.id}/reschedule`;
          return ground.callers.call(movers[at]!, 'POST', path, { startsAt, providerId });
        }),
      );
      const winners = new Set(answers.filter(isDone).map(({ body }) => body.id));
      return { won: winners.size, atLeast: 1, atMost: 1 };
    },
    wrong: async (books) => [
      ...(await notSoldOnce(books, name, slots)),
      ...(await lostOnTheWay(books, moved)),
    ],
  };
}

async function notSoldOnce(books: Books, name: string, slots: readonly Slot[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { providerId, startsAt } of slots) {
    const [row] = await books.select<{ sold: number; held: number; reserved: number }>(
      `select (select count(*)::int from bookings where provider_id = p.id and starts_at = p.at and status = 'confirmed') as sold,
         (select count(*)::int from slot_holds where provider_id = p.id and starts_at = p.at and status in ('open', 'expired')) as held,
         (select count(*)::int from slot_reservations where provider_id = p.id and starts_at = p.at) as reserved
       from (select ?::uuid as id, ?::timestamptz as at) p`,
      [providerId, startsAt],
    );
    const { sold, held, reserved } = row!;
    if (sold + held !== 1 || reserved > 1) wrong.push(`${name}: ${JSON.stringify({ ...row, startsAt })}`);
  }
  return wrong;
}

/** Each visit is somewhere, also when it was not the one that could move. */
async function lostOnTheWay(books: Books, ids: readonly string[]): Promise<string[]> {
  const rows = await books.select<{ id: string }>(
    `select b.id from bookings b where b.id in (${ids.map(() => '?').join()}) and (b.status <> 'confirmed'
       or (select count(*) from slot_reservations r where r.provider_id = b.provider_id and r.starts_at = b.starts_at) <> 1)`,
    [...ids],
  );
  return rows.map(({ id }) => `reschedule: ${id} has no slot of its own`);
}
