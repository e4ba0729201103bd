import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import {
  knownCitiesView,
  learnableServicesView,
  nothingFound,
  pincodeAnswerView,
  pincodeInput,
  serviceInput,
  serviceView,
  type PincodeQuestion,
} from './catalogue.schemas.js';
import { CatalogueService } from './catalogue.service.js';
import { PlacesService } from './places.service.js';
import { lowestPrice, offeredAttributes } from './rates.js';

const readsCatalogue = { permission: 'catalogue.read', effect: 'read' } as const;

/** What an agent may ask the catalogue. */
@Injectable()
export class CatalogueTools {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly places: PlacesService,
  ) {}

  @Tool({
    name: 'catalogue.list_services',
    operation: 'listServices',
    description:
      'Everything that can be booked, with the ways customers ask for it. Long: to learn from once, not to show.',
    input: nothingFound,
    output: learnableServicesView,
    ...readsCatalogue,
  })
  async listServices(actor: Actor) {
    const everything = await this.catalogue.everything(actor);
    return {
      items: everything.map((service) => ({
        ...service,
        category: service.subcategory.category.name,
        subcategory: service.subcategory.name,
        attributes: offeredAttributes(service.rates),
        fromPaise: lowestPrice(service.rates),
      })),
    };
  }

  @Tool({
    name: 'catalogue.get_service',
    operation: 'getService',
    description: 'One service: what is done, how long it takes, what a quantity counts.',
    input: serviceInput,
    output: serviceView,
    ...readsCatalogue,
  })
  async getService(actor: Actor, { serviceId }: z.output<typeof serviceInput>) {
    return this.catalogue.described(actor, serviceId);
  }

  @Tool({
    name: 'catalogue.list_cities',
    operation: 'listCities',
    description: 'The cities we know, what customers call them, and their pincodes.',
    input: nothingFound,
    output: knownCitiesView,
    ...readsCatalogue,
  })
  async listCities(actor: Actor) {
    const cities = await this.places.allCities(actor);
    return {
      items: cities.map((city) => ({ ...city, pincodes: city.pincodes.map(({ code }) => code) })),
    };
  }

  @Tool({
    name: 'catalogue.check_pincode',
    operation: 'getPincode',
    description: 'Whether we know a pincode and offer anything there, or a certain service.',
    input: pincodeInput,
    output: pincodeAnswerView,
    ...readsCatalogue,
  })
  async checkPincode(actor: Actor, { pincode, serviceId }: PincodeQuestion) {
    const { place, services } = await this.places.coverage(actor, pincode, serviceId);
    return {
      known: place !== null,
      served: services > 0,
      area: place?.area ?? null,
      city: place?.city.slug ?? null,
      cityName: place?.city.name ?? null,
    };
  }
}
