// What exists once however much the rest is multiplied: places, the catalogue with its prices, the policy handbook.
import { City, Pincode, type CityTier } from '../catalogue/place.entity.js';
import { RateCard, RateCardAttribute, RateCardPincode } from '../catalogue/rate-card.entity.js';
import { Category, Service, Subcategory } from '../catalogue/service.entity.js';
import { KnowledgeDocument } from '../knowledge/knowledge-document.entity.js';
import { ServiceCycle } from '../recommendations/service-cycle.entity.js';
import { standardCycles } from '../recommendations/standard-cycles.js';
import {
  demoCategories,
  demoHandbook,
  demoPlaces,
  type CityContent,
  type ServiceContent,
  type SubcategoryContent,
  type DemoTrade,
} from './content.js';
import type { InsertRows } from './insert.js';
import { demoStamps, type DemoScene } from './scene.js';

export interface DemoCity extends CityContent {
  id: string;
  /** One for each provider: the trades that he is skilled for. */
  crew: readonly (readonly DemoTrade[])[];
}

export interface DemoRateCard {
  id: string;
  pricePaise: number;
}

export interface DemoService extends ServiceContent {
  id: string;
  subcategoryId: string;
  rateCards: Partial<Record<CityTier, DemoRateCard>>;
}

export interface DemoMarketplace {
  cities: DemoCity[];
  services: DemoService[];
}

const everydayTrades = ['appliances', 'handyman', 'home-care'] as const satisfies DemoTrade[];
/** In smaller cities firms do everything that people need every day; there are three of them, in the last three cities two. */
const smallCitiesWithThree = 8;

export function buildMarketplace(scene: DemoScene, rows: InsertRows): DemoMarketplace {
  const opened = scene.minutesAgo(600 * 1440);
  const cities = addPlaces(scene, rows, opened);
  const services = addCatalogue(scene, rows, opened);
  for (const service of services) addRateCards(scene, rows, opened, service, cities);
  for (const document of demoHandbook)
    rows.add(KnowledgeDocument, { ...scene.row(opened), ...document, validFrom: opened });
  return { cities, services };
}

/** What can be booked in a city: it has a price there and somebody who does it. */
export function servicesIn(city: DemoCity, services: readonly DemoService[]): DemoService[] {
  return services.filter(
    ({ rateCards, trade }) => rateCards[city.tier] && city.crew.some((trades) => trades.includes(trade)),
  );
}

function addPlaces(scene: DemoScene, rows: InsertRows, at: Date): DemoCity[] {
  const small = demoPlaces.filter(({ tier }) => tier === 'standard');
  return demoPlaces.map((content) => {
    const { slug, name, state, tier, aliases } = content;
    const row = scene.row(at);
    rows.add(City, { ...row, slug, name, state, tier, aliases });
    for (const { code, area, latitude, longitude } of content.pincodes)
      rows.add(Pincode, { code, area, latitude, longitude, city: row.id, ...demoStamps(at) });
    const crew = tier === 'metro' ? metroCrew() : smallCityCrew(small.indexOf(content));
    return { ...content, id: row.id, crew };
  });
}

/** Three for each everyday trade, so that with one of them away there is still a choice. */
function metroCrew(): DemoTrade[][] {
  return [...everydayTrades.flatMap((trade) => [[trade], [trade], [trade]]), ['personal-care']];
}

function smallCityCrew(index: number): DemoTrade[][] {
  return Array.from({ length: index < smallCitiesWithThree ? 3 : 2 }, () => [...everydayTrades]);
}

function addCatalogue(scene: DemoScene, rows: InsertRows, at: Date): DemoService[] {
  return demoCategories.flatMap(({ subcategories, ...content }, position) => {
    const category = { ...scene.row(at), ...content, position };
    rows.add(Category, category);
    return subcategories.flatMap((subcategory, index) =>
      addSubcategory(scene, rows, at, category.id, subcategory, index),
    );
  });
}

function addSubcategory(
  scene: DemoScene,
  rows: InsertRows,
  at: Date,
  category: string,
  { services, ...content }: SubcategoryContent,
  position: number,
): DemoService[] {
  const subcategory = { ...scene.row(at), ...content, category, position };
  rows.add(Subcategory, subcategory);
  const cycle = standardCycles[content.slug];
  if (cycle)
    rows.add(ServiceCycle, {
      subcategory: subcategory.id,
      dueAfterMonths: cycle.dueAfterMonths ?? null,
      seasonMonths: cycle.seasonMonths ?? [],
      version: 1,
      ...demoStamps(at),
    });
  return services.map((service) => addService(scene, rows, at, service, subcategory.id));
}

function addService(
  scene: DemoScene,
  rows: InsertRows,
  at: Date,
  content: ServiceContent,
  subcategoryId: string,
): DemoService {
  const { slug, name, description, durationMinutes, unit, phrases } = content;
  const row = scene.row(at);
  rows.add(Service, {
    ...row,
    subcategory: subcategoryId,
    slug,
    name,
    description,
    durationMinutes,
    unit,
    phrases,
  });
  return { ...content, id: row.id, subcategoryId, rateCards: {} };
}

function addRateCards(
  scene: DemoScene,
  rows: InsertRows,
  at: Date,
  service: DemoService,
  cities: readonly DemoCity[],
): void {
  for (const [tier, rupees] of Object.entries(service.priceRupees) as [CityTier, number][]) {
    const rateCard = { ...scene.row(at), pricePaise: rupees * 100 };
    service.rateCards[tier] = rateCard;
    rows.add(RateCard, { ...rateCard, service: service.id, tier });
    service.attributes.forEach(
      ({ code, name, group, priceRupees, terms, default: isDefault = false }, position) =>
        rows.add(RateCardAttribute, {
          ...scene.row(at),
          rateCard: rateCard.id,
          code,
          name,
          group,
          terms,
          position,
          isDefault,
          pricePaise: priceRupees * 100,
        }),
    );
    const served = cities.filter((city) => city.tier === tier && servicesIn(city, [service]).length > 0);
    for (const { code } of served.flatMap(({ pincodes }) => pincodes)) {
      rows.add(RateCardPincode, {
        rateCard: rateCard.id,
        service: service.id,
        pincode: code,
        ...demoStamps(at),
      });
    }
  }
}
