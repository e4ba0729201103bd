import { Injectable } from '@nestjs/common';
import { EntityManager, type Loaded } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { pageOfRows, type Page } from '#libs/http';
import type { Actor } from '../access/actor.js';
import { byName, CatalogueCopy, type CopiedService, type CategoryGrouping } from './catalogue.copy.js';
import { NotServed, type ServedPincode } from './catalogue.errors.js';
import { searchList, servicesList, type SearchQuery, type ServicesQuery } from './catalogue.schemas.js';
import { RateCard, RateCardPincode } from './rate-card.entity.js';
import { RateCardRepository } from './rate-card.repository.js';
import { lowestPrice, rateOf, type ServiceRate } from './rates.js';
import { ServiceRating } from './service-rating.entity.js';
import { Service } from './service.entity.js';

export type CataloguedService = Loaded<Service, 'subcategory.category'>;

/** A service at a place where it is offered, and its rate card there. */
export interface ServiceOffer {
  service: CataloguedService;
  rate: ServiceRate;
  /** Slug of the city. */
  city: string;
}

export type { ServiceRate };

/** A service as anybody may see it. */
export type DescribedService = Pick<CataloguedService, 'id' | 'slug' | 'name' | 'subcategory'> &
  Pick<CopiedService, 'description' | 'durationMinutes' | 'unit' | 'ratingAverage' | 'ratingCount'>;

export interface FoundService extends CopiedService {
  /** How well it matches, 0 … 1. */
  score: number;
  /** Lowest price of a unit, at the pincode if one was given. */
  fromPaise: number;
}

/** Whoever browses: the catalogue is the same for everybody, so the anonymous may. */
type Browser = Actor | undefined;

const grouping = ['subcategory.category'] as const;
const nearbyShown = 3;

@Injectable()
export class CatalogueService {
  constructor(
    private readonly em: EntityManager,
    private readonly copy: CatalogueCopy,
    private readonly places: RateCardRepository,
  ) {}

  async categories(_actor: Browser): Promise<CategoryGrouping[]> {
    return (await this.copy.read()).categories;
  }

  /** @throws NotFound when there is no such category */
  async subcategories(_actor: Browser, categoryId: string): Promise<CategoryGrouping[]> {
    const { categories } = await this.copy.read();
    const category = categories.find(({ id }) => id === categoryId);
    if (!category) throw new NotFound('Category', categoryId);
    return category.subcategories;
  }

  /** What can be booked, from the copy in memory. @throws CursorInvalid */
  async list(_actor: Browser, query: ServicesQuery): Promise<Page<CopiedService>> {
    const { subcategoryId, limit } = query;
    const { direction } = servicesList.order(query);
    const { value, id } = servicesList.position(query) ?? {};
    const forward = direction === 'asc' ? 1 : -1;
    const { services } = await this.copy.read();
    const rest = (forward === 1 ? services : services.toReversed()).filter(
      (service) =>
        (!subcategoryId || service.subcategory.id === subcategoryId) &&
        (id === undefined || byName(service, { name: value as string, id }) * forward > 0),
    );
    const items = rest.slice(0, limit);
    return { items, nextCursor: rest.length > limit ? servicesList.cursor(query, items.at(-1)!) : null };
  }

  /** Best match first, unless it is sorted otherwise. @throws CursorInvalid, NotFound of the pincode */
  async search(
    _actor: Browser,
    { q, pincode, categoryId, minPaise = 0, maxPaise = Infinity, minRating = 0, ...page }: SearchQuery,
  ): Promise<Page<FoundService>> {
    const { finder } = await this.copy.read();
    const there = pincode ? await this.places.at(pincode) : undefined;
    const priceOf = ({ rates }: CopiedService): number =>
      lowestPrice(there ? rates.filter(({ id }) => there.has(id)) : rates);
    const isWanted = (service: CopiedService): boolean => {
      // Infinite where it is not offered.
      const price = priceOf(service);
      return (
        (!categoryId || service.subcategory.category.id === categoryId) &&
        service.ratingAverage >= minRating &&
        Number.isFinite(price) &&
        price >= minPaise &&
        price <= maxPaise
      );
    };
    const found = finder.find(q, isWanted).map(({ service, score }) => ({
      ...service,
      score: Math.round(score * 1000) / 1000,
      fromPaise: priceOf(service),
    }));
    return pageOfRows(found, searchList, page);
  }

  /** @throws NotFound when there is none or it can no longer be booked */
  async service(_actor: Browser, id: string): Promise<CataloguedService> {
    const service = await this.em.findOne(Service, { id, active: true }, { populate: grouping });
    if (!service) throw new NotFound('Service', id);
    return service;
  }

  /** With what customers think of it. @throws NotFound when there is none or it can no longer be booked */
  async described(actor: Browser, id: string): Promise<DescribedService> {
    const { slug, name, description, durationMinutes, unit, subcategory } = await this.service(actor, id);
    const rating = await this.em.findOne(ServiceRating, { service: id });
    const { ratingAverage = 0, ratingCount = 0 } = rating ?? {};
    const what = { id, slug, name, description, durationMinutes, unit: unit ?? null, subcategory };
    return { ...what, ratingAverage, ratingCount };
  }

  /** As everybody browses it, without a query. @throws NotFound when there is none or it can no longer be booked */
  async browsed(_actor: Browser, id: string): Promise<CopiedService> {
    const service = (await this.copy.read()).services.find((each) => each.id === id);
    if (!service) throw new NotFound('Service', id);
    return service;
  }

  /**
   * What it costs: everywhere, or at one pincode.
   * @throws NotFound, NotServed
   */
  async rates(actor: Browser, serviceId: string, pincode?: string): Promise<ServiceRate[]> {
    if (pincode) return [(await this.offered(actor, serviceId, pincode)).rate];
    return this.ratesOf(await this.service(actor, serviceId));
  }

  /** What can be booked at a pincode, or anywhere, with the lowest price there. */
  async offeredAt(_actor: Browser, pincode?: string): Promise<(CopiedService & { fromPaise: number })[]> {
    const { services } = await this.copy.read();
    const there = pincode ? await this.places.at(pincode) : undefined;
    return services.flatMap((service) => {
      const rates = there ? service.rates.filter(({ id }) => there.has(id)) : service.rates;
      return rates.length > 0 ? [{ ...service, fromPaise: lowestPrice(rates) }] : [];
    });
  }

  /** Everything that can be booked and has a price somewhere, by name, as it is at this moment: for whoever reads it once and keeps it. */
  async everything(_actor: Browser): Promise<CopiedService[]> {
    return (await this.copy.readAnew()).services;
  }

  /** All rate cards of a service, whatever the place. @throws NotFound when there is no such service, or it has none */
  async rateCards(
    actor: Browser,
    serviceId: string,
  ): Promise<{ service: CataloguedService; rates: ServiceRate[] }> {
    const service = await this.service(actor, serviceId);
    const rates = await this.ratesOf(service);
    if (rates.length === 0) throw new NotFound('Rate card', service.id);
    return { service, rates };
  }

  private async ratesOf(service: Service): Promise<ServiceRate[]> {
    const options = { populate: ['attributes'], orderBy: { tier: 'asc' } } as const;
    return (await this.em.find(RateCard, { service }, options)).map(rateOf);
  }

  /** The service and what it costs at the place, by one query. @throws NotFound, NotServed */
  async offered(actor: Browser, serviceId: string, pincode: string): Promise<ServiceOffer> {
    const link = await this.em.findOne(
      RateCardPincode,
      { pincode, service: serviceId, rateCard: { service: { active: true } } },
      {
        populate: ['rateCard.attributes', 'rateCard.service.subcategory.category', 'pincode.city'],
        strategy: 'joined',
      },
    );
    if (!link) throw await this.notServed(await this.service(actor, serviceId), pincode);
    return { service: link.rateCard.service, rate: rateOf(link.rateCard), city: link.pincode.city.slug };
  }

  private async notServed(service: Service, pincode: string): Promise<NotServed> {
    const offered = await this.places.pincodesOf(service.id);
    return new NotServed(
      pincode,
      nearest(offered, pincode),
      [...new Set(offered.map(({ city }) => city))].sort(),
    );
  }
}

/** In India's numbering, the first three digits of a pincode name one sorting district: a rough "near". */
function nearest(offered: readonly ServedPincode[], pincode: string): ServedPincode[] {
  const distance = ({ code }: ServedPincode): number => Math.abs(Number(code) - Number(pincode));
  return offered
    .filter(({ code }) => code.slice(0, 3) === pincode.slice(0, 3))
    .toSorted((a, b) => distance(a) - distance(b))
    .slice(0, nearbyShown);
}
