import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { pageOf, Returns } from '#libs/http';
import { CurrentActor, Public } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  attributesView,
  categoriesView,
  foundServicesView,
  placeQuery,
  quoteInput,
  quoteView,
  ratesView,
  searchQuery,
  serviceabilityQuery,
  serviceabilityView,
  servicesQuery,
  serviceView,
  type PlaceQuery,
  type QuoteInput,
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
  @ApiOperation({ summary: 'Categories of services' })
  @Returns(categoriesView)
  async categories(@CurrentActor() actor: Actor | undefined) {
    return { items: await this.catalogue.categories(actor) };
  }

  @Get('categories/:id/subcategories')
  @ApiOperation({ summary: 'Subcategories of a category' })
  @Returns(categoriesView)
  async subcategories(@CurrentActor() actor: Actor | undefined, @Param('id', id) categoryId: string) {
    return { items: await this.catalogue.subcategories(actor, categoryId) };
  }

  @Get()
  @ApiOperation({ summary: 'Services, by name' })
  @Returns(pageOf(serviceView))
  list(@CurrentActor() actor: Actor | undefined, @Query({ schema: servicesQuery }) query: ServicesQuery) {
    return this.catalogue.list(actor, query);
  }

  @Get('search')
  @ApiOperation({ summary: 'Services that match what a customer says, best first' })
  @Returns(foundServicesView)
  async search(@CurrentActor() actor: Actor | undefined, @Query({ schema: searchQuery }) query: SearchQuery) {
    return { items: await this.catalogue.search(actor, query) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One service' })
  @Returns(serviceView)
  get(@CurrentActor() actor: Actor | undefined, @Param('id', id) serviceId: string) {
    return this.catalogue.service(actor, serviceId);
  }

  @Get(':id/rates')
  @ApiOperation({ summary: 'Rate cards of a service; with a pincode only the one that applies there' })
  @Returns(ratesView)
  async rates(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Query({ schema: placeQuery }) { pincode }: PlaceQuery,
  ) {
    return { items: await this.catalogue.rates(actor, serviceId, pincode) };
  }

  @Get(':id/attributes')
  @ApiOperation({ summary: 'What can be chosen with a service, and what it adds to the price of a unit' })
  @Returns(attributesView)
  async attributes(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Query({ schema: placeQuery }) { pincode }: PlaceQuery,
  ) {
    return { items: offeredAttributes(await this.catalogue.rates(actor, serviceId, pincode)) };
  }

  @Get(':id/serviceability')
  @ApiOperation({ summary: 'Whether a service is offered at a pincode' })
  @Returns(serviceabilityView)
  serviceability(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Query({ schema: serviceabilityQuery }) { pincode }: z.output<typeof serviceabilityQuery>,
  ) {
    return this.places.serviceability(actor, serviceId, pincode);
  }

  @Post(':id/quote')
  @ApiOperation({
    summary: 'The price at a place and time, line by line',
    description: 'Holds until `validUntil`.',
  })
  @Returns(quoteView, { problems: { 422: { description: 'START_IN_PAST: this time is over.' } } })
  quote(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Body({ schema: quoteInput }) input: QuoteInput,
  ) {
    return this.catalogue.quote(actor, { ...input, serviceId });
  }
}
