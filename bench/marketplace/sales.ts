// From the search to the booking: each beside the bare SQL that could not be left out.
import { BookingsService } from '../../src/bookings/bookings.service.js';
import { createBookingInput } from '../../src/bookings/bookings.schemas.js';
import { CatalogueService } from '../../src/catalogue/catalogue.service.js';
import { searchList } from '../../src/catalogue/catalogue.schemas.js';
import { createQuoteInput } from '../../src/pricing/quotes/quotes.schemas.js';
import { QuotesService } from '../../src/pricing/quotes/quotes.service.js';
import type { Slot } from '../../src/slots/slot-cutter.js';
import { SlotsService } from '../../src/slots/slots.service.js';
import type { Figure } from '../support/figure.js';
import { timed, timedRuns } from '../support/timing.js';
import { pincode, type MarketplaceScene } from './scene.js';

export async function slotFigures({
  app,
  em,
  service,
  customers,
  asked,
  dayIn,
}: MarketplaceScene): Promise<Figure[]> {
  const slots = app.get(SlotsService, { strict: false });
  const day = dayIn(3);
  const free = () => asked(() => slots.freeOn(customers[0]!, service, pincode, day));
  const bare = async () => {
    const near = `select provider_id from provider_pincodes where pincode_code = ?`;
    await em.execute(`select * from shifts where provider_id in (${near})`, [pincode]);
    await em.execute(
      `select * from slot_reservations where provider_id in (${near}) and blocked_from between ?::date - 1 and ?::date + 1`,
      [pincode, day, day],
    );
  };
  const found = (await free()).length;
  return [
    ...(await timed(`free slots of a day, 30 providers (${found})`, free)),
    ...(await timed('baseline: their shifts and visits, bare SQL', bare)),
  ];
}

export async function searchFigures({ app, em, asked }: MarketplaceScene): Promise<Figure[]> {
  const catalogue = app.get(CatalogueService, { strict: false });
  const find = (q: string) => () =>
    asked(() => catalogue.search(undefined, searchList.query.parse({ q, pincode })));
  const exact = (await find('fridge repair')()).items.length;
  const found = (await find('frige repare')()).items.length;
  const bare = () =>
    em.execute(`select * from services where active and name ilike ? order by name limit 20`, [
      '%fridge repair%',
    ]);
  return [
    ...(await timed(`search among 200 services (${exact} found)`, find('fridge repair'))),
    ...(await timed(`search, mistyped (${found} found)`, find('frige repare'))),
    ...(await timed('baseline: name like it, bare SQL', bare)),
  ];
}

export async function quoteFigures({
  app,
  em,
  service,
  customers,
  asked,
  dayIn,
}: MarketplaceScene): Promise<Figure[]> {
  const quotes = app.get(QuotesService, { strict: false });
  const input = createQuoteInput.parse({
    serviceId: service,
    pincode,
    startsAt: `${dayIn(3)}T10:00:00+05:30`,
  });
  let next = 0;
  const quote = () => asked(() => quotes.create(customers[next++ % customers.length]!, input));
  const { id } = await quote();
  const bare = () => em.execute(copyOf('quotes', {}), [id]);
  return [...(await timed('quote', quote)), ...(await timed('baseline: the row of a quote, bare SQL', bare))];
}

export async function createFigures(scene: MarketplaceScene): Promise<Figure[]> {
  const { app, em, service, customers, asked } = scene;
  const bookings = app.get(BookingsService, { strict: false });
  const slots = await apart(scene, timedRuns + 1);
  let next = 0;
  const create = () => {
    const { providerId, startsAt } = slots[next]!;
    const input = createBookingInput.parse({
      serviceId: service,
      providerId,
      startsAt: startsAt.toISOString(),
      address: { line: `${next} Bench Street`, pincode },
    });
    return asked(() => bookings.create(customers[next++ % customers.length]!, input));
  };
  const { id } = await create();
  let row = 0;
  const bare = () =>
    em.execute(
      copyOf('bookings', {
        reference: `'B-${++row}'`,
        starts_at: `starts_at + ${row} * interval '1 year'`,
        ends_at: `ends_at + ${row} * interval '1 year'`,
        busy_until: `busy_until + ${row} * interval '1 year'`,
      }),
      [id],
    );
  return [
    ...(await timed('booking', create)),
    ...(await timed('baseline: the row of a booking with its reservation, bare SQL', bare)),
  ];
}

/** Slots that leave each other time for the way. */
async function apart(
  { app, service, customers, asked, dayIn }: MarketplaceScene,
  count: number,
): Promise<Slot[]> {
  const slots = app.get(SlotsService, { strict: false });
  const found: Slot[] = [];
  for (let day = 2; found.length < count; day++) {
    const free = await asked(() => slots.freeOn(customers[0]!, service, pincode, dayIn(day)));
    const last = new Map<string, number>();
    for (const slot of free) {
      if (slot.startsAt.getTime() - (last.get(slot.providerId) ?? 0) < 3 * 3_600_000) continue;
      last.set(slot.providerId, slot.startsAt.getTime());
      found.push(slot);
    }
  }
  return found.slice(0, count);
}

/** A row once more, under another id and with what is different about it, in SQL. */
function copyOf(table: string, different: Readonly<Record<string, string>>): string {
  const changes = Object.entries(different).map(([column, value]) => `'${column}', ${value}`);
  return `insert into ${table} select (jsonb_populate_record(kept, jsonb_build_object(${["'id', gen_random_uuid()", ...changes].join()}))).*
    from ${table} kept where id = ?`;
}
