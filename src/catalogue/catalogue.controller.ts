import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { KeptPublicly, Operation, pageOf, ReturnsView } from '#libs/http';
import { CurrentActor, Public } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  attributesView,
  categoriesView,
  foundServicesView,
  placeQuery,
  ratesView,
  searchList,
  serviceabilityQuery,
  serviceabilityView,
  servicesList,
  serviceView,
  type PlaceQuery,
  type SearchQuery,
  type ServicesQuery,
} from './catalogue.schemas.js';
import { CatalogueService } from './catalogue.service.js';
import { PlacesService } from './places.service.js';
import { offeredAttributes } from './rates.js';

const id = { schema: z.uuid() };

@ApiTags('Catalogue')
@Public()
@Controller('services')
export class CatalogueController {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly places: PlacesService,
  ) {}

  @Get('categories')
  @Operation({
    id: 'listServiceCategories',
    summary: 'List service categories',
    description: 'Returns all categories by name. They rarely change.',
  })
  @KeptPublicly(60)
  @ReturnsView(categoriesView)
  async categories(@CurrentActor() actor: Actor | undefined) {
    return { items: await this.catalogue.categories(actor) };
  }

  @Get('categories/:id/subcategories')
  @Operation({
    id: 'listServiceSubcategories',
    summary: 'List the subcategories of a category',
    description: 'Returns all of them by name.',
    codes: ['CATEGORY_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(categoriesView)
  async subcategories(@CurrentActor() actor: Actor | undefined, @Param('id', id) categoryId: string) {
    return { items: await this.catalogue.subcategories(actor, categoryId) };
  }

  @Get()
  @Operation({
    id: 'listServices',
    summary: 'List services',
    description: 'Returns all services, or those of a subcategory.',
  })
  @KeptPublicly(60)
  @ReturnsView(pageOf(serviceView))
  list(
    @CurrentActor() actor: Actor | undefined,
    @Query({ schema: servicesList.query }) query: ServicesQuery,
  ) {
    return this.catalogue.list(actor, query);
  }

  @Get('search')
  @Operation({
    id: 'searchServices',
    summary: 'Search services',
    description:
      'Understands the words of customers, including typos and Hindi in Latin letters. The best match comes first, unless it is sorted by price or rating.',
    codes: ['PINCODE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(foundServicesView)
  search(@CurrentActor() actor: Actor | undefined, @Query({ schema: searchList.query }) query: SearchQuery) {
    return this.catalogue.search(actor, query);
  }

  @Get(':id')
  @Operation({
    id: 'getService',
    summary: 'Get a service',
    description: 'Returns what the service is and how long a visit takes. Prices are in its rate cards.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(serviceView)
  get(@CurrentActor() actor: Actor | undefined, @Param('id', id) serviceId: string) {
    return this.catalogue.described(actor, serviceId);
  }

  @Get(':id/rates')
  @Operation({
    id: 'listRateCards',
    summary: 'List the rate cards of a service',
    description: 'Returns one for each kind of city; with a pincode only the one that applies there.',
    codes: ['SERVICE_NOT_FOUND', 'PINCODE_NOT_SERVED', 'PINCODE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(ratesView)
  async rates(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Query({ schema: placeQuery }) { pincode }: PlaceQuery,
  ) {
    return { items: await this.catalogue.rates(actor, serviceId, pincode) };
  }

  @Get(':id/attributes')
  @Operation({
    id: 'listServiceAttributes',
    summary: 'List the attributes of a service',
    description:
      'Returns what can be chosen with the service, and what each choice adds to the price of a unit: everywhere, or at a pincode.',
    codes: ['SERVICE_NOT_FOUND', 'PINCODE_NOT_SERVED', 'PINCODE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(attributesView)
  async attributes(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Query({ schema: placeQuery }) { pincode }: PlaceQuery,
  ) {
    return { items: offeredAttributes(await this.catalogue.rates(actor, serviceId, pincode)) };
  }

  @Get(':id/serviceability')
  @Operation({
    id: 'checkServiceability',
    summary: 'Check the serviceability of a pincode',
    description: 'If the service is not offered there, the answer gives the reason in words for a person.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(serviceabilityView)
  serviceability(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Query({ schema: serviceabilityQuery }) { pincode }: z.output<typeof serviceabilityQuery>,
  ) {
    return this.places.serviceability(actor, serviceId, pincode);
  }
}
