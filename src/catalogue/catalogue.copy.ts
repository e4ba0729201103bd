// The catalogue as everybody sees it, whole, in the memory of each process: it is small and changes seldom, so browsing and
// searching it need not go to the database. What is sold is priced from the database (catalogue.service.ts).
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SharedCache } from '#libs/cache';
import type { ServiceRate } from './rates.js';
import { ServiceFinder } from './service-finder.js';

export interface CategoryGrouping {
  id: string;
  slug: string;
  name: string;
}

export interface CopiedService extends CategoryGrouping {
  description: string;
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  /** What a quantity counts; null where a booking is always for one. */
  unit: string | null;
  phrases: string[];
  /** 0 … 5; 0 while there are no ratings. */
  ratingAverage: number;
  ratingCount: number;
  subcategory: CategoryGrouping & { category: CategoryGrouping };
  /** At least one. */
  rates: ServiceRate[];
}

export interface CopiedCity {
  slug: string;
  name: string;
  state: string;
  aliases: string[];
  pincodes: { code: string; area: string }[];
}

/** To be read only: everybody gets the same one. */
export interface CopiedCatalogue {
  categories: (CategoryGrouping & { subcategories: CategoryGrouping[] })[];
  /** What can be booked and has a price somewhere, by name. */
  services: CopiedService[];
  finder: ServiceFinder<CopiedService>;
  /** By name. */
  cities: CopiedCity[];
}

/** A write that nobody told of, by hand or by another program, is seen after this. */
const ttlMs = 60_000;

@Injectable()
export class CatalogueCopy {
  private latest?: { edition: string; catalogue: Promise<CopiedCatalogue> };

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly cache: SharedCache,
  ) {}

  /**
   * The processes share which edition is the latest, a digest of its rows: so each of them notices a change, and none copies an
   * edition that it has.
   */
  async read(): Promise<CopiedCatalogue> {
    const edition = await this.cache.getOrSet('catalogue:edition', ttlMs, () => this.edition());
    if (this.latest?.edition !== edition) this.latest = { edition, catalogue: copyFrom(this.em.fork()) };
    const latest = this.latest;
    try {
      return await latest.catalogue;
    } catch (error) {
      if (this.latest === latest) this.latest = undefined; // the database was away: the next one tries again
      throw error;
    }
  }

  /** What was committed by now, whatever anybody was told of which edition is the latest. */
  async readAnew(): Promise<CopiedCatalogue> {
    await this.changed();
    return this.read();
  }

  /** To be called by whatever writes categories, services, prices or places, once the write is committed. */
  changed(): Promise<void> {
    return this.cache.invalidate('catalogue');
  }

  private async edition(): Promise<string> {
    const [row] = await this.em.fork().execute<{ digest: string }[]>(editionSql);
    return row!.digest;
  }
}

const tables = [
  'categories',
  'subcategories',
  'services',
  'rate_cards',
  'rate_card_attributes',
  'cities',
  'pincodes',
  'service_ratings',
];
const editionSql = `select md5(concat(${tables
  .map((table) => `(select string_agg(t::text, '' order by t) from ${table} t)`)
  .join(', ')})) as digest`;

async function copyFrom(em: SqlEntityManager): Promise<CopiedCatalogue> {
  const categories = await em.execute<CopiedCatalogue['categories']>(categoriesSql);
  const services = await em.execute<CopiedService[]>(servicesSql);
  const cities = await em.execute<CopiedCity[]>(citiesSql);
  return { categories, services: services.sort(byName), finder: new ServiceFinder(services), cities };
}

/** The order in which services are listed, page by page: the same in every process, whatever the database collates by. */
export function byName(a: { name: string; id: string }, b: { name: string; id: string }): number {
  return collator.compare(a.name, b.name) || collator.compare(a.id, b.id);
}

const collator = new Intl.Collator('en');

// Each list is one statement that answers it as it is kept: entities of all that would stall the event loop for a tenth of a second.

const grouping = (table: string) => `'id', ${table}.id, 'slug', ${table}.slug, 'name', ${table}.name`;

const categoriesSql = `
  select c.id, c.slug, c.name, coalesce((
    select json_agg(json_build_object(${grouping('sub')}) order by sub.position, sub.name)
    from subcategories sub where sub.category_id = c.id
  ), '[]') as subcategories
  from categories c
  order by c.position, c.name`;

const servicesSql = `
  with attributes as (
    select rate_card_id, json_agg(json_build_object(
      'code', code, 'name', name, 'group', attribute_group, 'isDefault', is_default, 'terms', terms, 'pricePaise', price_paise
    ) order by position) as list
    from rate_card_attributes group by rate_card_id
  ),
  rates as (
    select service_id, json_agg(json_build_object(
      'id', card.id, 'tier', tier, 'pricePaise', price_paise, 'currency', currency, 'attributes', coalesce(list, '[]')
    ) order by tier) as list
    from rate_cards card left join attributes on rate_card_id = card.id group by service_id
  )
  select s.id, s.slug, s.name, s.description, s.duration_minutes as "durationMinutes",
    s.buffer_before_minutes as "bufferBeforeMinutes", s.buffer_after_minutes as "bufferAfterMinutes", s.unit, to_json(s.phrases) as phrases,
    coalesce(rating.rating_average, 0)::float8 as "ratingAverage", coalesce(rating.rating_count, 0) as "ratingCount",
    json_build_object(${grouping('sub')}, 'category', json_build_object(${grouping('cat')})) as subcategory, rates.list as rates
  from services s
  join rates on rates.service_id = s.id
  left join service_ratings rating on rating.service_id = s.id
  join subcategories sub on sub.id = s.subcategory_id
  join categories cat on cat.id = sub.category_id
  where s.active`;

const citiesSql = `
  select c.slug, c.name, c.state, to_json(c.aliases) as aliases, coalesce((
    select json_agg(json_build_object('code', code, 'area', area) order by code) from pincodes where city_id = c.id
  ), '[]') as pincodes
  from cities c
  order by c.name`;
