// What the figures are counted from. A complaint belongs to the period in which it was filed; resolutions and reopenings are counted in the
// period in which they happened, beside.
import { slaMetrics, type SlaMetric } from '../../sla/clock/sla-terms.entity.js';
import { unsolvedStatuses } from '../complaint.states.js';

/** By what figures are told apart. `hour` is that of the day at which it was filed. */
export const dimensions = ['category', 'severity', 'city', 'provider', 'assignee', 'day', 'hour'] as const;
export type Dimension = (typeof dimensions)[number];

/** Missed when it was missed once, met when it was met whenever it was owed, and neither while it is owed. */
const standing = (metric: SlaMetric): string => `
  bool_or(t.state = 'breached' or (t.ended_at is null and t.due_at < :now)) filter (where t.metric = '${metric}') as ${metric}_missed,
  bool_and(t.state = 'met') filter (where t.metric = '${metric}') as ${metric}_met`;

const counted = (metric: SlaMetric): string => `
  count(*) filter (where ${metric}_missed)::int as ${metric}_missed, count(*) filter (where ${metric}_met)::int as ${metric}_met`;

/** One row of all, and one for each value of each dimension. `which` has the bits of those that are not told apart in the row. */
export const cohortFigures = `
  with filed as (
    select c.*, coalesce(city.name, '') as city,
      coalesce(c.provider_id::text, '') as provider, coalesce(c.assignee_id::text, '') as assignee,
      to_char(c.created_at at time zone :zone, 'YYYY-MM-DD') as day,
      to_char(c.created_at at time zone :zone, 'HH24') as hour,
      exists (select from complaint_events e where e.complaint_id = c.id and e.kind = 'status'
        and e.facts->>'reopened' = 'true') as reopened,
      promise.*, survey.*
    from complaints c
      left join pincodes place on place.code = c.pincode_code left join cities city on city.id = place.city_id
      left join lateral (select ${slaMetrics.map(standing).join(', ')}
        from complaint_targets t where t.complaint_id = c.id) promise on true
      left join lateral (select count(score) as answers, sum(score) as stars, count(*) filter (where score >= 4) as satisfied
        from complaint_surveys where complaint_id = c.id) survey on true
    where c.created_at >= :from and c.created_at < :to
      and (:category::text is null or c.category = :category) and (:city::text is null or city.slug = :city)
  )
  select grouping(category, severity, city, provider, assignee, day, hour) as which,
    category, severity, city, provider, assignee, day, hour,
    count(*)::int as filed,
    count(*) filter (where ended_at is null)::int as open,
    count(*) filter (where resolved_at is not null)::int as resolved,
    count(*) filter (where reopened)::int as reopened,
    count(*) filter (where escalation_level > 0)::int as escalated,
    ${slaMetrics.map(counted).join(', ')},
    coalesce(sum(answers), 0)::int as answers, coalesce(sum(stars), 0)::int as stars, coalesce(sum(satisfied), 0)::int as satisfied,
    percentile_cont(0.5) within group (order by extract(epoch from first_responded_at - created_at) / 60) as response_median,
    percentile_cont(0.9) within group (order by extract(epoch from first_responded_at - created_at) / 60) as response_p90,
    percentile_cont(0.5) within group (order by extract(epoch from resolved_at - created_at) / 60) as resolution_median,
    percentile_cont(0.9) within group (order by extract(epoch from resolved_at - created_at) / 60) as resolution_p90
  from filed
  group by grouping sets ((), (category), (severity), (city), (provider), (assignee), (day), (hour))`;

const unsolved = unsolvedStatuses.map((status) => `'${status}'`).join(', ');
const wanted = `(:category::text is null or c.category = :category) and (:city::text is null or exists (
    select from pincodes place join cities city on city.id = place.city_id
    where place.code = c.pincode_code and city.slug = :city))`;

/** What happened in the period, whenever it was filed. */
export const steps = `
  select count(*) filter (where e.facts->>'to' = 'resolved')::int as resolved,
    count(*) filter (where e.facts->>'reopened' = 'true')::int as reopened,
    count(*) filter (where e.facts->>'to' = 'withdrawn')::int as withdrawn
  from complaint_events e join complaints c on c.id = e.complaint_id
  where e.kind = 'status' and e.at >= :from and e.at < :to and ${wanted}`;

/** How many were unsolved at a moment: by the last step before it, where it has been solved and reopened since. */
export const backlog = `
  select count(*)::int as count from complaints c
  where c.created_at < :at and (c.ended_at is null or c.ended_at >= :at) and ${wanted}
    and coalesce((select e.facts->>'to' in (${unsolved}) from complaint_events e
      where e.complaint_id = c.id and e.kind = 'status' and e.at < :at order by e.at desc, e.id desc limit 1), true)`;

export interface CohortRow
  extends Record<Dimension, string>, Record<`${SlaMetric}_${'met' | 'missed'}`, number> {
  which: number;
  filed: number;
  open: number;
  resolved: number;
  reopened: number;
  escalated: number;
  answers: number;
  stars: number;
  satisfied: number;
  response_median: number | null;
  response_p90: number | null;
  resolution_median: number | null;
  resolution_p90: number | null;
}

export interface StepsRow {
  resolved: number;
  reopened: number;
  withdrawn: number;
}
