import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { pageOf, Returns, type PageQuery } from '#libs/http';
import { CurrentActor, Public } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  providerDetailView,
  providerSearchQuery,
  providersQuery,
  providersView,
  providerView,
  type ProviderSearchQuery,
} from './providers.schemas.js';
import { ProvidersService } from './providers.service.js';

@ApiTags('Providers')
@Public()
@Controller('providers')
export class ProvidersController {
  constructor(private readonly providers: ProvidersService) {}

  @Get()
  @ApiOperation({ summary: 'Providers, by name' })
  @Returns(pageOf(providerView))
  list(@CurrentActor() actor: Actor | undefined, @Query({ schema: providersQuery }) query: PageQuery) {
    return this.providers.list(actor, query);
  }

  @Get('search')
  @ApiOperation({ summary: 'Who can do a service at a pincode, best rated first' })
  @Returns(providersView)
  async search(
    @CurrentActor() actor: Actor | undefined,
    @Query({ schema: providerSearchQuery }) query: ProviderSearchQuery,
  ) {
    return { items: await this.providers.search(actor, query) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One provider, with skills and pincodes' })
  @Returns(providerDetailView)
  get(@CurrentActor() actor: Actor | undefined, @Param('id', { schema: z.uuid() }) id: string) {
    return this.providers.get(actor, id);
  }
}
