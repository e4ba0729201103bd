// Whether a service is offered at a pincode: rows that say so, beside the same data in the form that was there first, one JSON array of pincodes in
// each rate card, which has to be read from card to card.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PlacesService } from '../../src/catalogue/places.service.js';
import { figure, type Figure } from '../support/figure.js';
import { medianOf, p95Of, timed, timedRuns } from '../support/timing.js';
import type { MarketplaceScene } from './scene.js';

const portion = 2_500;
/** Of 5,000 of its tier. */
const pincodesOfCard = 3;

/** @param count of rate cards, two of each service */
export async function serviceabilityFigures(scene: MarketplaceScene, count: number): Promise<Figure[]> {
  const { app, em, asked } = scene;
  await fill(scene, count);
  const places = app.get(PlacesService, { strict: false });
  const some = await em.execute<{ service: string; pincode: string }[]>(
    `select service_id as service, pincode_code as pincode from rate_card_pincodes
     where pincode_code like '98%' order by md5(rate_card_id::text) limit 200`,
  );
  let next = 0;
  const one = () => some[next++ % some.length]!;
  const there =
    'select exists (select from rate_card_pincodes where service_id = :service and pincode_code = :pincode)';
  const rows = 'select count(*) from rate_card_pincodes where pincode_code = :pincode';
  const arrays = 'select count(*) from bench_rate_cards where pincodes @> to_jsonb(:pincode::text)';
  const within = (statement: string) => executionTimes(em, statement, one);
  const [check, services, scan] = [await within(there), await within(rows), await within(arrays)];
  const asking = await timed('the check, with the way to the database', () => em.execute(there, one()));
  const whole = await timed('the whole answer, with service, place and city', () => {
    const { service, pincode } = one();
    return asked(() => places.serviceability(undefined, service, pincode));
  });
  await em.execute('drop table bench_rate_cards');
  return [
    figure(`is a service offered at a pincode, ${count} cards, median`, medianOf(check), 'ms'),
    figure('the same, p95', p95Of(check), 'ms'),
    figure('how many are offered there, median', medianOf(services), 'ms'),
    figure('baseline: by JSON arrays of pincodes, median', medianOf(scan), 'ms'),
    figure('JSON arrays / rows', medianOf(scan) / medianOf(services), '×'),
    ...asking,
    ...whole,
  ];
}

/** As the database itself measures it, without the way there and back; sorted. */
async function executionTimes(
  em: SqlEntityManager,
  statement: string,
  parameters: () => object,
): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < timedRuns; run++) {
    const [row] = await em.execute<{ 'QUERY PLAN': [{ 'Execution Time': number }] }[]>(
      `explain (analyze, format json) ${statement}`,
      { ...parameters() },
    );
    times.push(row!['QUERY PLAN'][0]['Execution Time']);
  }
  return times.toSorted((a, b) => a - b);
}

/** In portions: no statement may take as long as all of it does. */
async function fill({ em }: MarketplaceScene, count: number): Promise<void> {
  await em.execute(
    `insert into pincodes (code, city_id, area) select '98' || lpad(n::text, 4, '0'), id, 'Bench'
     from cities, generate_series(0, 9999) n where slug = 'bench'`,
  );
  for (let from = 1; from <= count / 2; from += portion) {
    const range = { from, to: Math.min(from + portion - 1, count / 2) };
    await em.execute(services, range);
    await em.execute(cards, range);
    for (let at = 0; at < pincodesOfCard; at++) await em.execute(links, { ...range, at });
  }
  await em.execute(
    `create table bench_rate_cards as
     select rate_card_id as id, service_id, jsonb_agg(pincode_code) as pincodes from rate_card_pincodes group by 1, 2`,
  );
  await em.execute('analyze');
}

const services = `
  insert into services (id, subcategory_id, slug, name, description, duration_minutes)
  select gen_random_uuid(), s.id, 'card-' || n, 'Card ' || n, 'Measured.', 60
  from subcategories s, generate_series(:from::int, :to::int) n where s.slug = 'bench'`;
const ofRange = `services s on s.slug = 'card-' || n`;
const cards = `
  insert into rate_cards (id, service_id, tier, price_paise)
  select gen_random_uuid(), s.id, tier, 49900
  from generate_series(:from::int, :to::int) n join ${ofRange}, unnest(array['metro', 'standard']) tier`;
const links = `
  insert into rate_card_pincodes (rate_card_id, pincode_code, service_id)
  select c.id, '98' || lpad((case tier when 'metro' then 0 else 5000 end + (n * 7 + :at) % 5000)::text, 4, '0'), s.id
  from generate_series(:from::int, :to::int) n join ${ofRange} join rate_cards c on c.service_id = s.id`;
