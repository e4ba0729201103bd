// Each a change of many jobs with all that belongs to it, in one statement: what is told of a job is told under the lock on its row, which keeps
// the order of its stream (`insertEntries`). Rows are locked in the order of their ids, and found one by one
// (lateral): left to itself the planner goes through what an index of a busy queue has dead in it.
import { insertEntries } from '#libs/realtime';

/**
 * Begins attempts. A delivery counts if it is the newest of its job, was not taken back, and nobody is at it, or if it is repeated: then
 * whoever was at it is lost. Asked for again because the answer was lost, it changes and tells nothing.
 * Parameters: `Start[]` as JSON, now × 4.
 */
export const startStatement = `
  with wanted as (
    select * from json_to_recordset(?::json) as w (id uuid, delivery int, run_id uuid, worker_id uuid, is_repeated boolean)
  ), before as (
    select j.*, w.run_id as new_run, w.worker_id as new_worker,
      j.status = 'processing' and j.run_id <> w.run_id as is_lost, j.run_id is not distinct from w.run_id as is_ours
    from (select * from wanted order by id) w cross join lateral (
      select id, run_id, attempt, worker_id, started_at, status from jobs
      where id = w.id and delivery = w.delivery
        and ((status = 'queued' and handed_at is not null) or (status = 'processing' and (w.is_repeated or run_id = w.run_id)))
      for update) j
  ), lost as (
    insert into job_attempts (job_id, run_id, number, worker_id, outcome, started_at, finished_at)
    select id, run_id, attempt, worker_id, 'lost', started_at, ?::timestamptz from before where is_lost
    on conflict do nothing
  ), started as (
    update jobs j set status = 'processing', run_id = b.new_run, worker_id = b.new_worker, debounce_key = null,
      attempt = j.attempt + (not b.is_ours)::int, losses = j.losses + b.is_lost::int, started_at = ?, updated_at = ?
    from before b where j.id = b.id
    returning j.*
  ), told as (
    ${insertEntries(`select 'job:' || s.id, 'job.started', jsonb_build_object('status', s.status, 'attempt', s.attempt, 'progress', s.progress), ?
    from started s join before b on b.id = s.id where not b.is_ours`)}
  )
  select * from started`;

/** Ends attempts, and wakes whoever hands on what waited for them. Parameters: `End[]` as JSON, now × 5. */
export const endStatement = `
  with wanted as (
    select * from json_to_recordset(?::json) as w (id uuid, run_id uuid, outcome text, result jsonb, error jsonb,
      run_at timestamptz, cached_until timestamptz)
  ), before as (
    select w.*, j.attempt, j.worker_id, j.started_at,
      case when j.cancel_requested_at is not null and w.outcome <> 'failed' then 'cancelled' else w.outcome end as ending
    from (select * from wanted order by id) w cross join lateral (
      select attempt, worker_id, started_at, cancel_requested_at from jobs
      where id = w.id and run_id = w.run_id and status = 'processing'
      for update) j
  ), ended as (
    update jobs j set
      status = case when b.ending in ('retried', 'returned') then 'queued' else b.ending end,
      result = case when b.ending = 'completed' then b.result end,
      error = case when b.ending = 'completed' then null else coalesce(b.error, j.error) end,
      progress = case when b.ending = 'completed' then 100 else j.progress end,
      attempt = j.attempt - (b.ending = 'returned')::int,
      run_at = coalesce(b.run_at, j.run_at),
      order_at = case when b.ending = 'retried' then greatest(b.run_at, j.order_at) else j.order_at end,
      cached_until = case when b.ending = 'completed' then b.cached_until end,
      finished_at = case when b.ending in ('completed', 'failed', 'cancelled') then ?::timestamptz end,
      run_id = null, worker_id = null, handed_at = null, updated_at = ?
    from before b where j.id = b.id
    returning j.id, j.status, j.cost, j.progress, j.error, j.run_at, j.sequence_key, j.position, b.attempt, b.ending, b.run_id, b.worker_id, b.started_at,
      b.error as attempt_error
  ), recorded as (
    insert into job_attempts (job_id, run_id, number, worker_id, outcome, error, started_at, finished_at)
    select id, run_id, attempt, worker_id, case when ending = 'retried' then 'failed' else ending end, attempt_error, started_at, ?
    from ended where ending <> 'completed'
  ), told as (
    ${insertEntries(`select 'job:' || id, 'job.' || case when status = 'queued' then ending else status end,
      jsonb_strip_nulls(jsonb_build_object('status', status, 'attempt', attempt, 'progress', progress,
        'error', case when status <> 'completed' then error end, 'runAt', case when status = 'queued' then run_at end)), ?
    from ended`)}
  ), next as (
    select distinct n.cost from ended e cross join lateral (
      select cost from jobs where sequence_key = e.sequence_key and position > e.position and status = 'queued'
      order by position limit 1) n
    where e.status <> 'queued'
  )
  select id, status, case when status = 'queued' and run_at <= ?::timestamptz then pg_notify('jobs', cost)::text end,
    (select count(pg_notify('jobs', cost)) from next) as woken
  from ended`;

/** Parameters: `Progress[]` as JSON, now × 2. */
export const progressStatement = `
  with wanted as (
    select * from json_to_recordset(?::json) as w (id uuid, run_id uuid, progress int, step text, message text)
  ), found as (
    select w.* from (select * from wanted order by id) w cross join lateral (
      select id from jobs where id = w.id and run_id = w.run_id and status = 'processing' for update) j
  ), moved as (
    update jobs j set progress = f.progress, progress_step = f.step, progress_message = f.message, updated_at = ?
    from found f where j.id = f.id
    returning j.*
  )
  ${insertEntries(`select 'job:' || id, 'job.progressed', jsonb_strip_nulls(jsonb_build_object('status', status, 'attempt', attempt,
    'progress', progress, 'step', progress_step, 'message', progress_message)), ?
  from moved`)}`;
