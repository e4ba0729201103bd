import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type Page } from '#libs/http';
import { Clock, localDate } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { City } from '../catalogue/place.entity.js';
import { Subcategory } from '../catalogue/service.entity.js';
import { Settings } from '../config/settings.js';
import { Provider } from './provider.entity.js';
import { ProviderRepository, type AbleProvider, type ProviderWork } from './provider.repository.js';
import { ProviderStatistics, type StatisticsByPeriod } from './provider-statistics.entity.js';
import { providersList, type ListProviders, type ProviderSearchQuery } from './providers.schemas.js';
import { calendarOf, workingPeriods, type WorkingPeriod } from './working-windows.js';

/** A provider as anybody may see it. */
export interface ShownProvider extends Omit<AbleProvider, 'city'> {
  city: { slug: string; name: string };
}

/** A stretch in which a provider works, whether or not somebody has booked it. */
export interface WorkingWindow extends WorkingPeriod {
  providerId: string;
  name: string;
  ratingAverage: number;
  ratingCount: number;
}

export type WindowsWanted = WorkingPeriod & ProviderWork;

/** Whoever browses: who works for us is no secret, so the anonymous may. */
type Browser = Actor | undefined;

@Injectable()
export class ProvidersService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly able: ProviderRepository,
    private readonly catalogue: CatalogueService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws CursorInvalid */
  async list(_actor: Browser, query: ListProviders): Promise<Page<ShownProvider>> {
    const where = [{ status: 'active' }] as const;
    const page = await this.pages.read(Provider, providersList, query, { where });
    return { ...page, items: await this.shown(page.items) };
  }

  /** @throws NotFound when there is none or it works for us no longer */
  async get(
    _actor: Browser,
    id: string,
  ): Promise<
    ShownProvider & { skills: Subcategory[]; pincodes: string[]; statistics: StatisticsByPeriod | null }
  > {
    const provider = await this.em.findOne(
      Provider,
      { id, status: 'active' },
      { populate: ['skills', 'pincodes'] },
    );
    if (!provider) throw new NotFound('Provider', id);
    const [shown] = await this.shown([provider]);
    const skills = provider.skills.map((skill) => skill.subcategory);
    return {
      ...shown!,
      skills: await this.em.find(Subcategory, { id: { $in: skills } }, { orderBy: { name: 'asc' } }),
      pincodes: provider.pincodes.map((link) => link.pincode).sort(),
      statistics: (await this.em.findOne(ProviderStatistics, { provider: id }))?.shown() ?? null,
    };
  }

  /**
   * Who can do a service at a pincode, best rated first.
   * @throws NotFound when there is no such service
   */
  async search(actor: Browser, { serviceId, ...wanted }: ProviderSearchQuery): Promise<ShownProvider[]> {
    const service = await this.catalogue.service(actor, serviceId);
    const today = localDate(this.clock.now(), this.settings.BUSINESS_TIME_ZONE);
    return this.shown(await this.able.best({ ...wanted, subcategoryId: service.subcategory.id, today }));
  }

  /**
   * When those work who can do the services of a subcategory at a pincode, between `from` and `to`. What is booked already is
   * not subtracted. By provider, then in order; the windows of one provider never overlap or touch. One query.
   */
  async workingWindows(_actor: Actor, { from, to, ...work }: WindowsWanted): Promise<WorkingWindow[]> {
    if (from >= to) return [];
    const days = calendarOf({ from, to }, this.settings.BUSINESS_TIME_ZONE);
    const plans = await this.able.plans(work, days[0]!.date, days.at(-1)!.date);
    return plans.flatMap(({ providerId, name, ratingAverage, ratingCount, ...plan }) =>
      workingPeriods(plan, { from, to }, days).map((period) => ({
        providerId,
        name,
        ratingAverage,
        ratingCount,
        ...period,
      })),
    );
  }

  private async shown(providers: readonly AbleProvider[]): Promise<ShownProvider[]> {
    const cities = await this.em.find(City, { id: { $in: providers.map((provider) => provider.city) } });
    const cityOf = new Map(cities.map((city) => [city.id, city]));
    return providers.map(({ id, name, about, city, ratingAverage, ratingCount }) => {
      return { id, name, about, city: cityOf.get(city)!, ratingAverage, ratingCount };
    });
  }
}
