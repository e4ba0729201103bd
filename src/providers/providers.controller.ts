import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { KeptPublicly, Operation, pageOf, ReturnsView } from '#libs/http';
import { CurrentActor, Public } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  providerDetailView,
  providerSearchQuery,
  providersList,
  providersView,
  providerView,
  type ListProviders,
  type ProviderSearchQuery,
} from './providers.schemas.js';
import { ProvidersService } from './providers.service.js';

@ApiTags('Providers')
@Public()
@Controller('providers')
export class ProvidersController {
  constructor(private readonly providers: ProvidersService) {}

  @Get()
  @Operation({
    id: 'listProviders',
    summary: 'List providers',
    description: 'Phone numbers are never shown.',
  })
  @KeptPublicly(60)
  @ReturnsView(pageOf(providerView))
  list(
    @CurrentActor() actor: Actor | undefined,
    @Query({ schema: providersList.query }) query: ListProviders,
  ) {
    return this.providers.list(actor, query);
  }

  @Get('search')
  @Operation({
    id: 'searchProviders',
    summary: 'Search providers',
    description: 'Returns who can do a service at a pincode, the best rated first.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(providersView)
  async search(
    @CurrentActor() actor: Actor | undefined,
    @Query({ schema: providerSearchQuery }) query: ProviderSearchQuery,
  ) {
    return { items: await this.providers.search(actor, query) };
  }

  @Get(':id')
  @Operation({
    id: 'getProvider',
    summary: 'Get a provider',
    description: 'Returns the provider with skills, pincodes and statistics of past visits.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(providerDetailView)
  get(@CurrentActor() actor: Actor | undefined, @Param('id', { schema: z.uuid() }) id: string) {
    return this.providers.get(actor, id);
  }
}
