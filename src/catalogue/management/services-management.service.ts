// Services, as staff change them.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { PageReader, type ExpectedVersions, type Page } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { RateCard, RateCardAttribute, RateCardPincode } from '../rate-card.entity.js';
import { Service, Subcategory } from '../service.entity.js';
import { CatalogueChanges, slugFault } from './catalogue-changes.js';
import {
  managedServicesList,
  type CreateService,
  type ManagedServicesQuery,
  type UpdateService,
} from './management.schemas.js';

/** Every process keeps them in memory, and the language engine learns each of them. */
const most = 1000;

/** A service as staff see it. */
export type ManagedService = Pick<
  Service,
  | 'id'
  | 'slug'
  | 'name'
  | 'description'
  | 'durationMinutes'
  | 'unit'
  | 'phrases'
  | 'active'
  | 'version'
  | 'createdAt'
> & { subcategoryId: string };

@Injectable()
export class ServicesManagementService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly changes: CatalogueChanges,
  ) {}

  /** All of them, retired ones too. @throws CursorInvalid */
  async list(_actor: Actor, query: ManagedServicesQuery): Promise<Page<ManagedService>> {
    const { subcategoryId, active } = query;
    const where = [
      subcategoryId ? { subcategory: subcategoryId } : {},
      active ? { active: active === 'true' } : {},
    ];
    const page = await this.pages.read(Service, managedServicesList, query, { where });
    return { ...page, items: page.items.map(shownService) };
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<ManagedService> {
    const service = await this.em.findOne(Service, { id });
    if (!service) throw new NotFound('Service', id);
    return shownService(service);
  }

  /** It is found and sold once it has a rate card that applies somewhere. @throws NotFound, SlugTaken, CatalogueFull */
  async create(actor: Actor, { subcategoryId, ...input }: CreateService): Promise<ManagedService> {
    try {
      return await this.changes.run('service', async (em) => {
        await this.changes.checkRoom(em, Service, most);
        const subcategory = await subcategoryOf(em, subcategoryId);
        const service = em.create(Service, { ...input, subcategory });
        await em.flush();
        const after = { slug: service.slug, ...factsOf(service) };
        await this.changes.record(actor, {
          action: 'service.created',
          type: 'service',
          id: service.id,
          after,
        });
        return shownService(service);
      });
    } catch (error) {
      throw slugFault(error, 'services_slug_unique', input.slug);
    }
  }

  /** @param input all of it, or what changes @throws NotFound, PreconditionFailed */
  change(
    actor: Actor,
    id: string,
    { subcategoryId, ...input }: UpdateService,
    expected: ExpectedVersions,
  ): Promise<ManagedService> {
    return this.changes.run('service', async (em) => {
      const service = await this.changes.locked(em, Service, id, new NotFound('Service', id), expected);
      const before = factsOf(service);
      if (subcategoryId) service.subcategory = (await subcategoryOf(em, subcategoryId)) as never;
      Object.assign(service, input);
      const after = factsOf(service);
      await this.changes.record(actor, { action: 'service.changed', type: 'service', id, before, after });
      await em.flush();
      return shownService(service);
    });
  }

  /** With its rate cards. What was ever booked stays: it can be retired. @throws NotFound, PreconditionFailed, CatalogueInUse */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.changes.run('service', async (em) => {
      const service = await this.changes.locked(em, Service, id, new NotFound('Service', id), expected);
      const before = { slug: service.slug, ...factsOf(service) };
      await this.changes.record(actor, { action: 'service.deleted', type: 'service', id, before });
      await em.nativeDelete(RateCardPincode, { service: id });
      await em.nativeDelete(RateCardAttribute, { rateCard: { service: id } });
      await em.nativeDelete(RateCard, { service: id });
      em.remove(service);
    });
  }
}

async function subcategoryOf(em: SqlEntityManager, id: string): Promise<Subcategory> {
  const subcategory = await em.findOne(Subcategory, { id });
  if (!subcategory) throw new NotFound('Subcategory', id);
  return subcategory;
}

function shownService(service: Service): ManagedService {
  const { id, slug, name, description, durationMinutes, unit, phrases, active, version, createdAt } = service;
  const what = { id, slug, name, description, durationMinutes, unit: unit ?? null };
  return { ...what, subcategoryId: service.subcategory.id, phrases, active, version, createdAt };
}

function factsOf({ name: label, description, durationMinutes, unit, phrases, active, subcategory }: Service) {
  const what = { label, description, durationMinutes, unit: unit ?? null, phrases: [...phrases], active };
  return { ...what, subcategoryId: subcategory.id };
}
