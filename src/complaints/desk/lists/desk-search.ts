// What staff ask for, as conditions of the query.
import { raw, type FilterQuery } from '@mikro-orm/core';
import type { Actor } from '../../../access/actor.js';
import type { Complaint } from '../../complaint.entity.js';
import { unsolvedStatuses } from '../../complaint.states.js';
import { complaintWords, updateWords, wordsQuery } from '../../complaint.words.js';
import type { DeskQuery } from './desk.schemas.js';

type Filters = Omit<DeskQuery, 'limit' | 'cursor' | 'sort' | 'from' | 'to'> &
  Partial<Pick<DeskQuery, 'sort'>>;

/** All of them must hold. */
export function deskConditions(actor: Actor, asked: Filters, now: Date): FilterQuery<Complaint>[] {
  const { category, severity, escalationLevel, providerId, serviceId, cityId, pincode } = asked;
  const same = {
    ...(category && { category }),
    ...(severity && { severity }),
    ...(escalationLevel !== undefined && { escalationLevel }),
    ...(providerId && { provider: providerId }),
    ...(serviceId && { service: serviceId }),
    ...(pincode && { pincode }),
    ...(asked.customerId && { customer: asked.customerId }),
    ...(asked.bookingId && { booking: asked.bookingId }),
  };
  return [
    same,
    // A place in an order by what it lacks, nothing has.
    asked.sort?.endsWith('dueAt') ? { dueAt: { $ne: null } } : {},
    ...standing(asked, now),
    asked.assignee ? assignedTo(actor, asked.assignee) : {},
    cityId ? { pincode: { city: cityId } } : {},
    asked.topicId ? below(asked.topicId) : {},
    asked.q ? saying(asked.q) : {},
  ] as FilterQuery<Complaint>[];
}

function standing({ status, unsolved, due }: Filters, now: Date): FilterQuery<Complaint>[] {
  const open = { $in: [...unsolvedStatuses] };
  return [
    status ? { status: { $in: status } } : {},
    unsolved ? { status: unsolved === 'true' ? open : { $nin: [...unsolvedStatuses] } } : {},
    ...(due ? [{ status: open }, promised(due, now)] : []),
  ];
}

/** Of whatever is still owed: an answer, the next one, the solution. What stands still is due at no time. */
function promised(due: NonNullable<Filters['due']>, now: Date): FilterQuery<Complaint> {
  const [when, values] =
    due === 'overdue' ? ['due_at < ?', [now]] : ['due_at >= ? and at_risk_at <= ?', [now, now]];
  const found = `select complaint_id from complaint_targets where ended_at is null and ${when}`;
  return { [raw((alias) => `${alias}.id in (${found})`, values)]: [] };
}

function assignedTo(actor: Actor, whom: string): FilterQuery<Complaint> {
  if (whom === 'nobody') return { assignee: null };
  return { assignee: whom === 'me' ? actor.id : whom };
}

/** At most three levels: `topicDepthAtMost`. */
function below(topic: string): FilterQuery<Complaint> {
  const within = `select id from complaint_topics where id = ?
    union select id from complaint_topics where parent_id = ?
    union select lower.id from complaint_topics lower join complaint_topics middle on middle.id = lower.parent_id
      where middle.parent_id = ?`;
  return { [raw((alias) => `${alias}.topic_id in (${within})`, [topic, topic, topic])]: [] };
}

/** In the words of the complaint, or in those of somebody about it. Each half is found by its own index. */
function saying(typed: string): FilterQuery<Complaint> {
  const words = wordsQuery(typed);
  const found = `select id from complaints where ${literal(complaintWords)} @@ to_tsquery('simple', ?)
    union select complaint_id from complaint_updates where ${literal(updateWords)} @@ to_tsquery('simple', ?)`;
  return { [raw((alias) => `${alias}.id in (${found})`, [words, words])]: [] };
}

/** The signs that the words are cut at hold a question mark, which here stands for no parameter. */
const literal = (sql: string) => sql.replaceAll('?', String.raw`\?`);
