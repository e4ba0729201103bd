// Who has the complaint, and where it stands; and that what was missed is told once, though both processes watch.
import type { Books } from './books.js';
import { isDone, type Reply } from './callers.js';
import type { Race, RaceGround } from './race.js';
import { many } from './races-slots.js';

const together = 8;
const told = { category: 'other', subject: 'It drips again', description: 'By evening it dripped.' };

export function deskRaces(ground: RaceGround): Race[] {
  const filed: string[] = [];
  return [twoAssigners(ground, filed), resolveOrReopen(ground), twoWatchers(ground, filed)];
}

export async function filedBy({ scene, callers }: RaceGround, index: number): Promise<string> {
  const by = scene.customers[index % scene.customers.length]!;
  return (await callers.insist(by, 'POST', 'complaints', told)).body.id as string;
}

/** They have read the same: one gives it to somebody, the others are told that it has changed. */
function twoAssigners(ground: RaceGround, ids: string[]): Race {
  const { scene, callers } = ground;
  const { lead, manager, agent, deputy } = scene.staff;
  return {
    name: 'two assigners',
    round: async (index) => {
      // Otherwise the program gives it to somebody itself, before any of them.
      await callers.insist(lead, 'PUT', 'ops/desk/assignment', { strategy: 'off' });
      const id = await filedBy(ground, index);
      ids.push(id);
      const { etag } = await callers.insist(lead, 'GET', `complaints/${id}`);
      const assign = (each: number): Promise<Reply> => {
        const payload = { assigneeId: (each % 2 ? agent : deputy).id };
        const path = `ops/complaints/${id}/assign`;
        return callers.call(each % 2 ? lead : manager, 'POST', path, payload, { 'if-match': etag! });
      };
      const answers = await Promise.all(many(together, assign));
      return { won: answers.filter(isDone).length, atLeast: 1, atMost: 1 };
    },
    wrong: (books) => brokenChains(books, 'assigned', 'assignee_id', ids),
  };
}

/** Staff solve again what its customer reopens in the same moment. */
function resolveOrReopen(ground: RaceGround): Race {
  const { scene, callers } = ground;
  const ids: string[] = [];
  return {
    name: 'resolve vs reopen',
    round: async (index) => {
      const id = await filedBy(ground, index);
      ids.push(id);
      const customer = scene.customers[index % scene.customers.length]!;
      const resolve = () =>
        callers.call(scene.staff.lead, 'PUT', `ops/complaints/${id}/status`, { status: 'resolved' });
      await resolve();
      const reopen = () => callers.call(customer, 'POST', `complaints/${id}/reopen`, {});
      const answers = await Promise.all(many(together, (each) => (each % 2 ? resolve() : reopen())));
      return { won: answers.filter(isDone).length, atLeast: 1, atMost: together };
    },
    wrong: (books) => brokenChains(books, 'status', 'status', ids),
  };
}

/** Eight weeks: the same hours of the same days of the week, all of which are gone. */
const longAgo = `interval '56 days'`;

/** Nobody has answered for weeks; both processes look for that at the same moment. */
function twoWatchers({ scene, callers }: RaceGround, ids: readonly string[]): Race {
  const { admin } = scene.staff;
  return {
    name: 'two watchers of missed targets',
    before: async (books) => {
      const there = `(${ids.map(() => '?').join()})`;
      // Nobody else writes a history anew.
      await books.select('alter table complaint_events disable trigger user');
      for (const statement of [
        `update complaints set created_at = created_at - ${longAgo}, due_at = due_at - ${longAgo},
           first_response_due_at = first_response_due_at - ${longAgo} where id in ${there}`,
        `update complaint_events set at = at - ${longAgo} where complaint_id in ${there}`,
        `update complaint_targets set starts_at = starts_at - ${longAgo}, due_at = due_at - ${longAgo},
           at_risk_at = at_risk_at - ${longAgo} where complaint_id in ${there}`,
      ])
        await books.select(statement, [...ids]);
      await books.select('alter table complaint_events enable trigger user');
    },
    round: async () => {
      const { body } = await callers.insist(admin, 'GET', 'ops/schedules?limit=100');
      const { id } = body.items.find(({ name }: { name: string }) => name === 'complaints.targets');
      const answers = await Promise.all(
        many(together, () => callers.call(admin, 'POST', `ops/schedules/${id}/run`)),
      );
      return { won: answers.filter(isDone).length, atLeast: 1, atMost: together };
    },
    wrong: (books) => notToldOnce(books, ids),
  };
}

async function notToldOnce(books: Books, ids: readonly string[]): Promise<string[]> {
  const rows = await books.select<{ id: string; told: number }>(
    `select c.id, t.metric, (select count(*)::int from outbox_events e where e.aggregate_id = c.id::text
       and e.type = 'complaint.overdue' and e.data->>'metric' = t.metric) as told
     from complaints c join complaint_targets t on t.complaint_id = c.id where c.id in (${ids.map(() => '?').join()})`,
    [...ids],
  );
  const wrong = rows.filter(({ told }) => told !== 1).map((row) => `watchers: ${JSON.stringify(row)}`);
  return rows.length >= ids.length ? wrong : [...wrong, 'watchers: complaints without targets'];
}

/** Each line of a history begins where the one before it ended, and the last one ends where the complaint is. */
async function brokenChains(
  books: Books,
  kind: string,
  column: 'status' | 'assignee_id',
  ids: readonly string[],
): Promise<string[]> {
  const rows = await books.select<{ id: string }>(
    `select c.id, c.${column}, array_agg(e.facts->>'from' order by e.at, e.id) as came, array_agg(e.facts->>'to' order by e.at, e.id) as went
     from complaints c join complaint_events e on e.complaint_id = c.id and e.kind = ?
     where c.id in (${ids.map(() => '?').join()}) group by c.id`,
    [kind, ...ids],
  );
  const isBroken = (row: any): boolean =>
    row.went.at(-1) !== row[column] ||
    row.came.some((from: string, at: number) => at > 0 && from !== row.went[at - 1]);
  return rows.filter(isBroken).map((row) => `${kind}: ${JSON.stringify(row)}`);
}
