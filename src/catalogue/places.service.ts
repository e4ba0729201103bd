import { Injectable } from '@nestjs/common';
import { EntityManager, type Loaded } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import type { Actor } from '../access/actor.js';
import { CatalogueCopy, type CopiedCity } from './catalogue.copy.js';
import { CatalogueService } from './catalogue.service.js';
import { Pincode } from './place.entity.js';
import { RateCardPincode } from './rate-card.entity.js';

/** Whoever asks: places are no secret, so the anonymous may. */
type Browser = Actor | undefined;

export interface PlaceCoverage {
  /** Null when the pincode is not one of ours. */
  place: Loaded<Pincode, 'city'> | null;
  /** How many services are offered there, of those asked about. */
  services: number;
}

export interface PincodeServiceability {
  pincode: string;
  area: string | null;
  city: string | null;
  serviceable: boolean;
  reason?: string;
}

@Injectable()
export class PlacesService {
  constructor(
    private readonly em: EntityManager,
    private readonly copy: CatalogueCopy,
    private readonly catalogue: CatalogueService,
  ) {}

  /** By name, each with its pincodes, as they are at this moment: for whoever reads them once and keeps them. */
  async allCities(_actor: Browser): Promise<CopiedCity[]> {
    return (await this.copy.readAnew()).cities;
  }

  /** By name, each with its pincodes. */
  async cities(_actor: Browser): Promise<CopiedCity[]> {
    return (await this.copy.read()).cities;
  }

  /** @param serviceId asks about this service only */
  async coverage(_actor: Browser, code: string, serviceId?: string): Promise<PlaceCoverage> {
    const service = { active: true, ...(serviceId && { id: serviceId }) };
    return {
      place: await this.em.findOne(Pincode, { code }, { populate: ['city'] }),
      services: await this.em.count(RateCardPincode, { pincode: code, rateCard: { service } }),
    };
  }

  /** @throws NotFound when it is not one of ours */
  async pincode(actor: Browser, code: string) {
    const { place, services } = await this.coverage(actor, code);
    if (!place) throw new NotFound('Pincode', code);
    return { code, area: place.area, city: place.city, served: services > 0, services };
  }

  /** @throws NotFound when there is no such service; a place that is not served is an answer */
  async serviceability(actor: Browser, serviceId: string, code: string): Promise<PincodeServiceability> {
    const service = await this.catalogue.service(actor, serviceId);
    const { place, services } = await this.coverage(actor, code, serviceId);
    const answer = { pincode: code, area: place?.area ?? null, city: place?.city.name ?? null };
    if (!place) return { ...answer, serviceable: false, reason: `We do not work at ${code} yet.` };
    if (services === 0)
      return { ...answer, serviceable: false, reason: `${service.name} is not offered at ${code} yet.` };
    return { ...answer, serviceable: true };
  }
}
