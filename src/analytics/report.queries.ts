// What is counted for a report, a slice of days at a time: each statement is short, because on the embedded database nothing else runs
// meanwhile. Every one takes `:from` and `:to` (excluded), and `:zone`.

/** Of the visits that were to begin in the slice. Revenue is what completed visits cost, and what cancelled ones did nevertheless. */
export const visitCounts = `
  select b.status, (b.starts_at at time zone :zone)::date::text as day, city.name as city, cat.name as category,
    count(*)::int as count,
    coalesce(sum(b.total_paise) filter (where b.status = 'completed'), 0)::float8 as "completedPaise",
    coalesce(sum(b.cancellation_fee_paise), 0)::float8 as "feesPaise"
  from bookings b
  join pincodes pin on pin.code = b.pincode_code
  join cities city on city.id = pin.city_id
  join services s on s.id = b.service_id
  join subcategories sub on sub.id = s.subcategory_id
  join categories cat on cat.id = sub.category_id
  where b.status in (:statuses) and b.starts_at >= :from and b.starts_at < :to
  group by 1, 2, 3, 4`;

export const conversationCounts = `
  select 'begun' as key, count(*)::int as count from conversations where created_at >= :from and created_at < :to`;

export const messageCounts = `
  select role as key, count(*)::int as count from messages
  where role in (:roles) and created_at >= :from and created_at < :to group by role`;

export const intentCounts = `
  select intent->>'name' as key, count(*)::int as count
  from messages, jsonb_array_elements(intents) as intent
  where role = 'customer' and created_at >= :from and created_at < :to and jsonb_typeof(intents) = 'array'
  group by 1`;

/** Of the answers that customers have rated, on the day of the rating. An answer of several agents counts for each of them. */
export const ratingCounts = `
  select 'agent' as about, named.name as key, rating, count(*)::int as count
  from messages, unnest(string_to_array(agent, '+')) as named (name)
  where rated_at >= :from and rated_at < :to group by 1, 2, 3
  union all
  select 'intent', intent->>'name', answer.rating, count(*)::int
  from messages answer join messages asked on asked.id = answer.reply_to_id, jsonb_array_elements(asked.intents) as intent
  where answer.rated_at >= :from and answer.rated_at < :to and jsonb_typeof(asked.intents) = 'array' group by 1, 2, 3
  union all
  select 'all', '', rating, count(*)::int from messages where rated_at >= :from and rated_at < :to group by 1, 2, 3`;

export interface RatingsRow {
  about: 'agent' | 'intent' | 'all';
  key: string;
  rating: 'up' | 'down';
  count: number;
}

export const complaintCounts = `
  select status, category, count(*)::int as count from complaints
  where created_at >= :from and created_at < :to group by status, category`;

export interface VisitsRow {
  status: string;
  day: string;
  city: string;
  category: string;
  count: number;
  completedPaise: number;
  feesPaise: number;
}

export interface CountRow {
  key: string;
  count: number;
}

export interface ComplaintsRow {
  status: string;
  category: string;
  count: number;
}

/** One row: the figures of a day, as they are kept. The same parameters, and `:day`, `:now`. */
export const keepDay = `
  insert into daily_figures (day, bookings_made, visits, completed, cancelled, no_show, revenue_paise, cancellation_fees_paise,
    conversations, messages, complaints_filed, complaints_resolved, new_customers, created_at, updated_at)
  select :day::date, (select count(*) from bookings where created_at >= :from and created_at < :to),
    count(*), count(*) filter (where status = 'completed'), count(*) filter (where status = 'cancelled'),
    count(*) filter (where status = 'no_show'), coalesce(sum(total_paise) filter (where status = 'completed'), 0),
    coalesce(sum(cancellation_fee_paise), 0),
    (select count(*) from conversations where created_at >= :from and created_at < :to),
    (select count(*) from messages where role in (:roles) and created_at >= :from and created_at < :to),
    (select count(*) from complaints where created_at >= :from and created_at < :to),
    (select count(*) from complaints where resolved_at >= :from and resolved_at < :to),
    (select count(*) from customers where created_at >= :from and created_at < :to), :now, :now
  from bookings where status in (:statuses) and starts_at >= :from and starts_at < :to
  on conflict (day) do update set
    ${[
      'bookings_made',
      'visits',
      'completed',
      'cancelled',
      'no_show',
      'revenue_paise',
      'cancellation_fees_paise',
      'conversations',
      'messages',
      'complaints_filed',
      'complaints_resolved',
      'new_customers',
      'updated_at',
    ]
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}`;
