// A pincode with 30 providers who work every day and have 100 visits behind and before each of them, 200 services, 60 customers.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { addDays, Clock, localDate, type LocalDate } from '#libs/time';
import type { Actor } from '../../src/access/actor.js';
import { CatalogueCopy } from '../../src/catalogue/catalogue.copy.js';

export const pincode = '990001';
const businessZone = 'Asia/Kolkata';

export interface MarketplaceScene {
  app: NestFastifyApplication;
  em: SqlEntityManager;
  service: string;
  customers: Actor[];
  /** As a request does it. */
  asked<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The day so many days from now. */
  dayIn(days: number): LocalDate;
}

export async function openMarketplace(app: NestFastifyApplication): Promise<MarketplaceScene> {
  const orm = app.get<MikroORM>(MikroORM);
  const em = orm.em.fork() as SqlEntityManager;
  for (const statement of scene) await em.execute(statement);
  await app.get(CatalogueCopy, { strict: false }).changed();
  const [{ id: service }] = await em.execute<[{ id: string }]>(
    `select id from services where slug = 'bench-1'`,
  );
  const customers = await em.execute<{ id: string }[]>(`select id from customers where name = 'Bench'`);
  const today = localDate(app.get(Clock, { strict: false }).now(), businessZone);
  return {
    app,
    em,
    service,
    customers: customers.map(({ id }) => ({ kind: 'customer', id, permissions: new Set() })),
    asked: (work) => RequestContext.create(orm.em, work),
    dayIn: (days) => addDays(today, days),
  };
}

const words = `(array['Sofa', 'Carpet', 'Kitchen', 'Geyser', 'Tap', 'Fan', 'Window', 'Fridge', 'Oven', 'Wall'])`;
const deeds = `(array['cleaning', 'repair', 'installation', 'inspection', 'painting'])`;
const shown = `from generate_series(1, 30) n`;

const scene = [
  `insert into cities (id, slug, name, state, tier) values (gen_random_uuid(), 'bench', 'Benchpur', 'Karnataka', 'metro')`,
  `insert into pincodes (code, city_id, area) select '${pincode}', id, 'Bench' from cities where slug = 'bench'`,
  `insert into categories (id, slug, name, position) values (gen_random_uuid(), 'bench', 'Bench', 99)`,
  `insert into subcategories (id, category_id, slug, name, position) select gen_random_uuid(), id, 'bench', 'Bench', 1 from categories where slug = 'bench'`,
  `insert into services (id, subcategory_id, slug, name, description, duration_minutes)
   select gen_random_uuid(), s.id, 'bench-' || n, ${words}[1 + n % 10] || ' ' || ${deeds}[1 + n / 10 % 5] || ' ' || n, 'Measured.', 60
   from subcategories s, generate_series(1, 200) n where s.slug = 'bench'`,
  `insert into rate_cards (id, service_id, tier, price_paise) select gen_random_uuid(), id, 'metro', 49900 from services where slug like 'bench-%'`,
  `insert into rate_card_pincodes (rate_card_id, pincode_code, service_id)
   select c.id, '${pincode}', s.id from rate_cards c join services s on s.id = c.service_id where s.slug like 'bench-%'`,
  `insert into customers (id, name, email, password_hash) select gen_random_uuid(), 'Bench', n || '@bench.example', '-' from generate_series(1, 60) n`,
  `insert into providers (id, name, phone, city_id) select gen_random_uuid(), 'Bench ' || n, '+919800000000', c.id ${shown}, cities c where c.slug = 'bench'`,
  `insert into provider_skills (provider_id, subcategory_id) select p.id, s.id from providers p, subcategories s where s.slug = 'bench' and p.name like 'Bench %'`,
  `insert into provider_pincodes (provider_id, pincode_code, rating_average, rating_count) select id, '${pincode}', 0, 0 from providers where name like 'Bench %'`,
  `insert into shifts (id, provider_id, weekday, from_minute, to_minute, valid_from)
   select gen_random_uuid(), id, weekday, 540, 1140, date '2020-01-01' from providers, generate_series(1, 7) weekday where name like 'Bench %'`,
  // At 17:30 UTC nobody works: the slots stay free, and the visits are there to be looked through.
  `insert into slot_reservations (id, kind, provider_id, customer_id, pincode_code, starts_at, ends_at, blocked_from, blocked_until)
   select gen_random_uuid(), 'booking', p.id, c.id, '${pincode}', at, at + interval '1 hour', at, at + interval '1 hour'
   from providers p, (select id from customers where name = 'Bench' limit 1) c,
     (select date_trunc('day', now()) + n * interval '1 day' + interval '17 hours 30 minutes' as at from generate_series(-50, 50) n) times
   where p.name like 'Bench %'`,
  'analyze',
];
