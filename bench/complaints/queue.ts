// A page of the line, filtered or not, beside what the same costs by a score that is sorted when it is asked for; and what age and giving away cost.
import { RequestContext } from '@mikro-orm/core';
import { systemActor } from '../../src/access/actor.js';
import { AssignmentDesk } from '../../src/complaints/assignment/assignment-desk.service.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { PriorityEntry } from '../../src/complaints/priority/priority-entry.entity.js';
import { PriorityJobs } from '../../src/complaints/priority/priority.jobs.js';
import { PriorityLine } from '../../src/complaints/priority/priority-line.service.js';
import { priorityList } from '../../src/complaints/priority/priority.schemas.js';
import { figure, type Figure } from '../support/figure.js';
import { milliseconds, p95, timedRuns } from '../support/timing.js';
import { withProgram } from '../support/program.js';
import { openComplaints, type ComplaintsScene } from './scene.js';

const nobody = systemActor('bench');

/** @param count of complaints that are open */
export function queueFigures(count: number): Promise<Figure[]> {
  return withProgram(async (app) => figuresOf(await openComplaints(app, count), count));
}

async function figuresOf({ app, orm, em }: ComplaintsScene, count: number): Promise<Figure[]> {
  const line = app.get(PriorityLine, { strict: false });
  const page = (query: object) => () =>
    RequestContext.create(orm.em, () => line.list(nobody, priorityList.query.parse({ limit: 50, ...query })));
  const { assignee } = await em.findOneOrFail(Complaint, { assignee: { $ne: null } });
  const sorted = (filter: string) => () =>
    em.execute(
      `select * from complaints where ended_at is null ${filter} order by priority_score desc, created_at limit 51`,
    );
  return [
    figure('first page of the line, p95', await p95(page({})), 'ms'),
    figure('baseline: sorted by score when asked, p95', await p95(sorted('')), 'ms'),
    figure('of one category, p95', await p95(page({ category: 'billing' })), 'ms'),
    figure('baseline: the same, p95', await p95(sorted(`and category = 'billing'`)), 'ms'),
    figure('of one person, p95', await p95(page({ assignee })), 'ms'),
    figure('what nobody has, p95', await p95(page({ unassigned: 'true' })), 'ms'),
    figure('escalated, p95', await p95(page({ escalated: 'true' })), 'ms'),
    ...(await ageing({ app, orm, em }, count)),
    ...(await givingAway({ app, orm, em })),
  ];
}

/** A day of it in one go: the job runs every five minutes, and does a 288th of that. */
async function ageing({ app, orm, em }: ComplaintsScene, count: number): Promise<Figure[]> {
  const jobs = app.get(PriorityJobs, { strict: false });
  const { signal } = new AbortController();
  const run = () => RequestContext.create(orm.em, () => jobs.scoreAgain({}, { signal } as never));
  const idle = await milliseconds(run);
  const due = Math.round(count / 288);
  const some = await em.find(PriorityEntry, {}, { limit: due, orderBy: { changesAt: 'desc' } });
  const complaints = some.map(({ complaint }) => complaint.id);
  await em.nativeUpdate(PriorityEntry, { complaint: { $in: complaints } }, { changesAt: new Date(0) });
  return [
    figure('scoring anew with nothing due', idle, 'ms'),
    figure(`scoring anew what five minutes bring (${due})`, await milliseconds(run), 'ms'),
  ];
}

async function givingAway({ app, orm, em }: ComplaintsScene): Promise<Figure[]> {
  const desk = app.get(AssignmentDesk, { strict: false });
  const waiting = await em.find(Complaint, { assignee: null }, { limit: timedRuns, fields: ['id'] });
  let next = 0;
  const give = () =>
    RequestContext.create(orm.em, () => desk.assignByItself(waiting[next++]!.id, 'least_loaded'));
  return [figure('giving one to one of 200 people, p95', await p95(give), 'ms')];
}
