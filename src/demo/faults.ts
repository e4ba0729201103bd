// What must not be in the demo data, as queries. They are plain SQL because they look at whole tables at once.
import { Booking } from '../bookings/booking.entity.js';
import { accountContent } from './content.js';
import { coreHours } from './providers.js';
import { timeZone } from './scene.js';

const list = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

const statuses = ['confirmed', 'en_route', 'in_progress', 'completed', 'cancelled', 'no_show'] as const;
/** The legal moves, asked of the entity; a status that can still be left keeps the provider busy. */
const moves = statuses.flatMap((status) =>
  Object.assign(new Booking(), { status }).nextStatuses.map((next) => ({ from: status, to: next })),
);
const legal = moves.map(({ from, to }) => `('${from}', '${to}')`).join(', ');
const active = `(${list([...new Set(moves.map(({ from }) => from))])})`;
const everyday = `select service_id from rate_cards where tier = 'standard'`;

/** Each query counts what should not be. */
export const dataFaults: Readonly<Record<string, string>> = {
  'prices offered where nobody with the skill comes': `
    select count(*) from rate_card_pincodes offer join rate_cards c on c.id = offer.rate_card_id join services s on s.id = c.service_id
    where not exists (select from provider_pincodes pp join provider_skills sk using (provider_id)
      where pp.pincode_code = offer.pincode_code and sk.subcategory_id = s.subcategory_id)`,
  'prices offered in a city of another tier': `
    select count(*) from rate_card_pincodes offer join rate_cards c on c.id = offer.rate_card_id
    join pincodes p on p.code = offer.pincode_code join cities on cities.id = p.city_id where cities.tier <> c.tier`,
  'everyday services not offered at a pincode': `
    select count(*) from pincodes p cross join (${everyday}) s
    where not exists (select from rate_card_pincodes offer join rate_cards c on c.id = offer.rate_card_id
      where offer.pincode_code = p.code and c.service_id = s.service_id)`,
  'groups of attributes without exactly one default': `
    select count(*) from (select from rate_card_attributes where attribute_group is not null
      group by rate_card_id, attribute_group having count(*) filter (where is_default) <> 1) g`,
  'providers without a weekly plan of six days': `
    select count(*) from providers p where 6 <> (select count(distinct weekday) from shifts where provider_id = p.id and valid_until is null)`,
  'customers without exactly one default address': `
    select count(*) from customers c where 1 <> (select count(*) from addresses where customer_id = c.id and is_default)`,
  'named accounts that are missing': `
    select ${accountContent.staff.length + 1}
      - (select count(*) from staff where status = 'active' and (email, role) in (${accountContent.staff.map(({ email, role }) => `('${email}', '${role}')`).join(', ')}))
      - (select count(*) from customers where status = 'active' and email = '${accountContent.customer.email}')`,
  'bookings whose items do not add up': `
    select count(*) from bookings b where total_paise is distinct from (select sum(amount_paise) from booking_items where booking_id = b.id)`,
  'items whose amount is not quantity times unit': `select count(*) from booking_items where amount_paise <> quantity * unit_paise`,
  'bookings whose history does not begin with the sale or end with the status': `
    select count(*) from bookings b
    where (select from_status is null and to_status = 'confirmed' from booking_status_history where booking_id = b.id order by at limit 1) is not true
      or (select to_status = b.status from booking_status_history where booking_id = b.id order by at desc limit 1) is not true`,
  'illegal or broken steps in a history': `
    select count(*) from (select from_status, to_status, lag(to_status) over (partition by booking_id order by at) as before
      from booking_status_history) step
    where from_status is distinct from before or (before is not null and (from_status, to_status) not in (${legal}))`,
  'bookings of a provider without the skill or the pincode': `
    select count(*) from bookings b join services s on s.id = b.service_id
    where not exists (select from provider_skills where provider_id = b.provider_id and subcategory_id = s.subcategory_id)
      or not exists (select from provider_pincodes where provider_id = b.provider_id and pincode_code = b.pincode_code)`,
  'active bookings outside the shifts of the provider': `
    select count(*) from bookings b where status in ${active} and not exists (select from shifts s
      where s.provider_id = b.provider_id and s.weekday = extract(isodow from b.starts_at at time zone '${timeZone}')
        and (b.starts_at at time zone '${timeZone}')::time >= time '00:00' + s.from_minute * interval '1 minute'
        and (b.ends_at at time zone '${timeZone}')::time <= time '00:00' + s.to_minute * interval '1 minute')`,
  'overlapping active bookings of one provider': `
    select count(*) from bookings a join bookings b on b.provider_id = a.provider_id and b.id > a.id
      and tstzrange(a.starts_at, a.busy_until) && tstzrange(b.starts_at, b.busy_until)
    where a.status in ${active} and b.status in ${active}`,
  'ended visits whose books or invoice differ': `
    select count(*) from bookings b left join ledger_subjects s on s.type = 'booking' and s.id = b.id
    left join invoices i on i.booking_id = b.id and i.kind = 'invoice'
    where (b.status = 'completed' and (s.charged_paise is distinct from b.total_paise or s.owed_paise <> 0 or i.total_paise is distinct from b.total_paise))
      or (b.status = 'cancelled' and coalesce(s.fees_paise, 0) <> b.cancellation_fee_paise)
      or (b.status = 'no_show' and coalesce(s.fees_paise, 0) = 0) or (b.status = 'confirmed' and s.id is not null)`,
  'books that do not add up': `select count(*) from (select 1 from ledger_lines having sum(amount_paise) <> 0) off`,
  'gaps in the numbers of invoices': `
    select count(*) from (select financial_year from invoices group by kind, financial_year having max(sequence) <> count(*) or min(sequence) <> 1) gap`,
  'ratings that differ from the reviews': `
    select count(*) from providers p left join (select provider_id, count(*) as stars, round(avg(rating), 2) as average from reviews group by 1) r
      on r.provider_id = p.id where rating_count <> coalesce(stars, 0) or rating_average <> coalesce(average, 0)`,
  'ratings of services that differ from the reviews': `
    select count(*) from services s left join service_ratings r on r.service_id = s.id
      left join (select service_id, count(*) as stars, round(avg(rating), 2) as average from reviews group by 1) given on given.service_id = s.id
    where coalesce(r.rating_count, 0) <> coalesce(stars, 0) or coalesce(r.rating_average, 0) <> coalesce(average, 0)`,
  'answers without the question, or questions without an answer': `
    select count(*) from messages m left join messages q on q.id = m.reply_to_id where
      (m.role = 'assistant' and (q.role is distinct from 'customer' or q.conversation_id <> m.conversation_id or m.latency_ms is null))
      or (m.role = 'customer' and (m.intents is null or not exists (select from messages where reply_to_id = m.id)))`,
  'conversations whose customer is not the one of a booking': `
    select count(*) from conversations c where not exists (select from bookings where customer_id = c.customer_id)`,
  'complaints that stand wrongly in or out of the queue': `
    select count(*) from complaints c left join priority_queue q on q.complaint_id = c.id
    where (c.ended_at is not null) = (q.complaint_id is not null) or (c.status = 'resolved' and c.resolved_at is null)`,
  'scores that differ from their reasons': `
    select count(*) from priority_queue q join complaints c on c.id = q.complaint_id where c.priority_score <> q.score
      or q.score <> (select sum((reason->>'points')::int) from jsonb_array_elements(q.reasons) reason)`,
  'complaints made before the visit that they are about': `
    select count(*) from complaints c join bookings b on b.id = c.booking_id where c.created_at < b.ends_at`,
  'complaints of another customer than the booking': `
    select count(*) from complaints c join bookings b on b.id = c.booking_id where b.customer_id <> c.customer_id`,
};

/**
 * Counts the everyday services in a place on one of the `days` after `today` (`YYYY-MM-DD`) for which fewer than two providers have
 * an uninterrupted time within the core hours that is long enough.
 */
export const uncoveredFaults = (places: readonly string[], today: string, days: number): string => `
  with place as (select unnest(array[${list(places)}]) as code),
  day as (select (date '${today}' + ahead) as day from generate_series(1, ${days}) ahead),
  worker as (select distinct provider_id from provider_pincodes join providers p on p.id = provider_id
    where pincode_code in (select code from place) and p.status = 'active'),
  planned as (select provider_id, day, range_agg(int4range(from_minute, to_minute)) as minutes
    from worker cross join day join shifts using (provider_id)
    where weekday = extract(isodow from day) and day between valid_from and coalesce(valid_until, day) group by 1, 2),
  taken as (select provider_id, day, range_agg(minutes) as minutes from (
      select provider_id, day, int4range(from_minute, to_minute) as minutes from shift_exceptions where kind = 'off'
      union all select provider_id, local::date, int4range(
        (extract(epoch from local - local::date) / 60)::int, (extract(epoch from busy - local::date) / 60)::int)
      from bookings, lateral (select starts_at at time zone '${timeZone}' as local, busy_until at time zone '${timeZone}' as busy) at_place
      where status in ${active}) times group by 1, 2),
  free as (select provider_id, day, max(upper(stretch) - lower(stretch)) as longest
    from planned left join taken using (provider_id, day), unnest((planned.minutes - coalesce(taken.minutes, '{}'))
      * int4multirange(int4range(${coreHours.fromMinute}, ${coreHours.toMinute}))) stretch group by 1, 2),
  ranked as (select pincode_code, subcategory_id, day, longest, row_number() over (partition by pincode_code, subcategory_id, day order by longest desc) as rank
    from free join provider_pincodes using (provider_id) join provider_skills using (provider_id) where pincode_code in (select code from place))
  select count(*) from place cross join day cross join services s
  left join ranked on ranked.pincode_code = code and ranked.subcategory_id = s.subcategory_id and ranked.day = day.day and rank = 2
  where s.id in (${everyday}) and coalesce(longest, 0) < s.duration_minutes`;
