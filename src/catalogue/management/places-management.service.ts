// Cities and their pincodes, as staff add them.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { ExpectedVersions } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { City, Pincode } from '../place.entity.js';
import { CatalogueChanges, slugFault } from './catalogue-changes.js';
import { PincodesElsewhere } from './management.errors.js';
import type { AddPincodes, CreateCity, UpdateCity } from './management.schemas.js';

const mostCities = 500;
/** India has fewer than 20,000. */
const mostPincodes = 20_000;

/** A city as staff see it. */
export type ManagedCity = Pick<City, 'id' | 'slug' | 'name' | 'state' | 'tier' | 'aliases' | 'version'> & {
  pincodesCount: number;
};

@Injectable()
export class PlacesManagementService {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: CatalogueChanges,
  ) {}

  async cities(_actor: Actor): Promise<ManagedCity[]> {
    const cities = await this.em.find(City, {}, { orderBy: { name: 'asc', id: 'asc' } });
    return Promise.all(cities.map((city) => shown(this.em, city)));
  }

  /** @throws NotFound */
  async city(_actor: Actor, id: string): Promise<ManagedCity> {
    const city = await this.em.findOne(City, { id });
    if (!city) throw new NotFound('City', id);
    return shown(this.em, city);
  }

  /** @throws SlugTaken, CatalogueFull */
  async createCity(actor: Actor, input: CreateCity): Promise<ManagedCity> {
    try {
      return await this.changes.run('city', async (em) => {
        await this.changes.checkRoom(em, City, mostCities);
        const city = em.create(City, input);
        await em.flush();
        const after = factsOf(city);
        await this.changes.record(actor, { action: 'city.created', type: 'city', id: city.id, after });
        return shown(em, city);
      });
    } catch (error) {
      throw slugFault(error, 'cities_slug_unique', input.slug);
    }
  }

  /** @throws NotFound, PreconditionFailed */
  updateCity(actor: Actor, id: string, input: UpdateCity, expected: ExpectedVersions): Promise<ManagedCity> {
    return this.changes.run('city', async (em) => {
      const city = await this.changes.locked(em, City, id, new NotFound('City', id), expected);
      const before = factsOf(city);
      Object.assign(city, input);
      const after = factsOf(city);
      await this.changes.record(actor, { action: 'city.changed', type: 'city', id, before, after });
      await em.flush();
      return shown(em, city);
    });
  }

  /** Those that are there already stay as they are. @throws NotFound, PincodesElsewhere, CatalogueFull */
  addPincodes(actor: Actor, id: string, { pincodes }: AddPincodes): Promise<ManagedCity> {
    return this.changes.run('city', async (em) => {
      const city = await this.changes.locked(em, City, id, new NotFound('City', id));
      await this.changes.checkRoom(em, Pincode, mostPincodes - pincodes.length);
      const known = await em.find(Pincode, { code: { $in: pincodes.map(({ code }) => code) } });
      const elsewhere = known.filter((place) => place.city.id !== id).map(({ code }) => code);
      if (elsewhere.length > 0) throw new PincodesElsewhere(elsewhere);
      const held = new Set(known.map(({ code }) => code));
      const added = pincodes.filter(({ code }) => !held.has(code));
      for (const pincode of added) em.create(Pincode, { ...pincode, city });
      if (added.length > 0)
        await this.changes.record(actor, {
          action: 'city.pincodes_added',
          type: 'city',
          id,
          after: { pincodes: added },
        });
      await em.flush();
      return shown(em, city);
    });
  }
}

async function shown(
  em: EntityManager,
  { id, slug, name, state, tier, aliases, version }: City,
): Promise<ManagedCity> {
  const pincodesCount = await em.count(Pincode, { city: id });
  return { id, slug, name, state, tier, aliases, version, pincodesCount };
}

function factsOf({ slug, name: label, state, tier, aliases }: City) {
  return { slug, label, state, tier, aliases: [...aliases] };
}
