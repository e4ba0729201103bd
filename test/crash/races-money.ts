// Whose money it is: each is paid, given back and given away once.
import type { Books } from './books.js';
import { isDone, type Reply } from './callers.js';
import type { Race, RaceGround } from './race.js';
import { many, slotDeeds } from './races-slots.js';
import { pricePaise, type Visit } from './scene.js';

/** Requests for one thing: they are few who may do it. */
const together = 10;
const shopping = 8;
const reason = 'As the race wants it.';

export function moneyRaces(ground: RaceGround): Race[] {
  return [
    cancelOrComplete(ground),
    doubleRefund(ground),
    doubleApproval(ground),
    doubleGoodwill(ground),
    lastCoupon(ground),
  ];
}

/** Somebody is on the way: the customer calls off while the work is begun and ended. */
function cancelOrComplete({ scene, callers }: RaceGround): Race {
  const { manager } = scene.staff;
  const ids: string[] = [];
  return {
    name: 'cancel vs complete',
    round: async (index) => {
      const { id, of } = scene.awaited[index]!;
      ids.push(id);
      const step = (name: string, payload = {}) =>
        callers.call(manager, 'POST', `bookings/${id}/${name}`, payload);
      const completed = async (): Promise<Reply> => {
        await step('start', { overrideReason: reason });
        return step('complete');
      };
      const cancelled = () => callers.call(scene.customers[of]!, 'POST', `bookings/${id}/cancel`, {});
      const answers = await Promise.all(
        many(together, (each) =>
          (each % 2 ? completed() : cancelled()).then((reply) => [each % 2, reply] as const),
        ),
      );
      // The same once more changes nothing and is no second effect: so it is counted which of the two has happened.
      const ways = new Set(answers.filter(([, reply]) => isDone(reply)).map(([way]) => way));
      return { won: ways.size, atLeast: 1, atMost: 1 };
    },
    wrong: (books) => notEndedOnce(books, ids),
  };
}

async function notEndedOnce(books: Books, ids: readonly string[]): Promise<string[]> {
  const rows = await books.select<{ id: string }>(
    `select b.id, b.status, h.ends, l.charges, l.cancelling from bookings b,
       lateral (select count(*)::int as ends from booking_status_history where booking_id = b.id and kind = 'status'
         and to_status in ('cancelled', 'completed')) h,
       lateral (select count(*) filter (where kind = 'charge')::int as charges, count(*) filter (where kind = 'fee')::int as cancelling
         from ledger_entries where subject_id = b.id) l
     where b.id in (${ids.map(() => '?').join()}) and (h.ends <> 1 or b.status not in ('cancelled', 'completed')
       or l.charges <> (b.status = 'completed')::int or l.cancelling <> (b.status = 'cancelled')::int)`,
    [...ids],
  );
  return rows.map((row) => `cancel vs complete: ${JSON.stringify(row)}`);
}

async function paid({ scene, callers }: RaceGround, { id }: Visit): Promise<void> {
  const payment = { amountPaise: pricePaise, method: 'upi', reference: id };
  await callers.insist(scene.staff.finance, 'POST', `ops/bookings/${id}/payments`, payment);
}

function doubleRefund(ground: RaceGround): Race {
  const { scene, callers } = ground;
  const ids: string[] = [];
  return {
    name: 'double refund',
    round: async (index) => {
      const visit = scene.done[index]!;
      ids.push(visit.id);
      await paid(ground, visit);
      const refund = { amountPaise: pricePaise, clause: 'REF-2', reason };
      const path = `ops/bookings/${visit.id}/refunds`;
      const answers = await Promise.all(
        many(together, () => callers.call(scene.staff.finance, 'POST', path, refund)),
      );
      return { won: answers.filter(isDone).length, atLeast: 1, atMost: 1 };
    },
    wrong: async (books) => {
      const rows = await books.select<{ id: string }>(
        `select s.id, s.paid_paise, s.refunded_paise,
           (select count(*)::int from ledger_entries where subject_id = s.id and kind = 'refund') as refunds
         from ledger_subjects s where s.id in (${ids.map(() => '?').join()})
           and (refunded_paise <> paid_paise or (select count(*) from ledger_entries where subject_id = s.id and kind = 'refund') <> 1)`,
        ids,
      );
      return rows.map((row) => `double refund: ${JSON.stringify(row)}`);
    },
  };
}

/** Of two who approve and one who rejects there is one decision. */
function doubleApproval(ground: RaceGround): Race {
  const { scene, callers } = ground;
  const { agent, manager, deputy } = scene.staff;
  return {
    name: 'double approval of a remedy',
    round: async (index) => {
      // Of money that was not paid: as credit it can be given all the same.
      const { id: bookingId, of } = scene.begun[index]!;
      const told = { category: 'quality', subject: 'It drips again', description: 'By evening it dripped.' };
      const complaint = await callers.insist(scene.customers[of]!, 'POST', 'complaints', {
        ...told,
        bookingId,
      });
      const wish = { kind: 'credit', amountPaise: 2000_00, reason };
      const path = `ops/complaints/${complaint.body.id}/remedies`;
      const { body } = await callers.insist(agent, 'POST', path, wish);
      const answers = await Promise.all(
        many(together, (each) => {
          const how = each % 5 === 4 ? 'reject' : 'approve';
          return callers.call(each % 2 ? manager : deputy, 'POST', `ops/remedies/${body.id}/${how}`, {
            reason,
          });
        }),
      );
      return { won: answers.filter(isDone).length, atLeast: 1, atMost: 1 };
    },
    wrong: async (books) => remediesNotOnce(books),
  };
}

/** Each that is done has one entry of its amount, and no other has any. */
export async function remediesNotOnce(books: Books): Promise<string[]> {
  const rows = await books.select<{ id: string }>(
    `select r.id, r.status, (select count(*)::int from ledger_entries e where e.effect_key = 'remedy:' || r.id) as entries
     from remedies r where r.kind in ('refund', 'credit') and (r.status = 'approved'
       or (r.status = 'done')::int <> (select count(*)::int from ledger_entries e where e.effect_key = 'remedy:' || r.id))`,
  );
  return rows.map((row) => `remedy: ${JSON.stringify(row)}`);
}

function doubleGoodwill({ scene, callers }: RaceGround): Race {
  const ids: string[] = [];
  return {
    name: 'double goodwill',
    round: async (index) => {
      const { id } = scene.done[index]!;
      ids.push(id);
      const goodwill = { amountPaise: 200_00, clause: 'GWL-1', reason };
      const path = `ops/bookings/${id}/goodwill`;
      const answers = await Promise.all(
        many(together, () => callers.call(scene.staff.finance, 'POST', path, goodwill)),
      );
      return { won: answers.filter(isDone).length, atLeast: 1, atMost: 1 };
    },
    wrong: async (books) => {
      const rows = await books.select<{ id: string; count: number }>(
        `select id, (select count(*)::int from ledger_entries where subject_id = b.id and kind = 'goodwill') as count
         from bookings b where id in (${ids.map(() => '?').join()})`,
        ids,
      );
      return rows.filter(({ count }) => count !== 1).map((row) => `double goodwill: ${JSON.stringify(row)}`);
    },
  };
}

/** One use in all, and many who have a quote with it. */
function lastCoupon(ground: RaceGround): Race {
  const { scene, callers } = ground;
  const { book } = slotDeeds(ground);
  const { admin } = scene.staff;
  return {
    name: 'last coupon',
    round: async (index) => {
      const code = `last-${index}`;
      const terms = { code, kind: 'coupon', label: code, basisPoints: 1_000, usesAtMost: 1 };
      const { body } = await callers.insist(admin, 'POST', 'ops/pricing/rules', terms);
      await callers.insist(admin, 'POST', `ops/pricing/rules/${body.id}/publish`);
      const shoppers = await Promise.all(
        ground.crowd.slice(0, shopping).map(async (by) => {
          const slot = ground.slot();
          const { serviceId, startsAt } = slot;
          const wish = { serviceId, startsAt, pincode: '560034', couponCode: code };
          const quote = await callers.insist(by, 'POST', 'quotes', wish);
          return { by, slot, quoteId: quote.body.id as string };
        }),
      );
      const answers = await Promise.all(
        shoppers.flatMap(({ by, slot, quoteId }) => [
          book(by, slot, { quoteId }),
          book(by, slot, { quoteId }),
        ]),
      );
      return { won: answers.filter(isDone).length, atLeast: 1, atMost: 1 };
    },
    wrong: async (books) => {
      const rows = await books.select<{ code: string }>(
        `select r.code, c.uses, (select count(*)::int from coupon_redemptions d where d.rule_id = r.id and d.released_at is null) as redeemed
         from price_rules r left join coupon_counters c on c.rule_id = r.id where r.code like 'last-%'
           and (c.uses is distinct from 1 or (select count(*) from coupon_redemptions d where d.rule_id = r.id and d.released_at is null) <> 1)`,
      );
      return rows.map((row) => `last coupon: ${JSON.stringify(row)}`);
    },
  };
}
