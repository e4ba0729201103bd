import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { providerSearchInput, providersView } from './providers.schemas.js';
import { ProvidersService } from './providers.service.js';

/** What an agent may ask about providers. When one of them is free, src/planning tells. */
@Injectable()
export class ProvidersTools {
  constructor(private readonly providers: ProvidersService) {}

  @Tool({
    name: 'providers.search',
    operation: 'searchProviders',
    description: 'Who can do a service at a pincode, the best rated first.',
    input: providerSearchInput,
    output: providersView,
    permission: 'providers.read',
    effect: 'read',
  })
  async search(actor: Actor, query: z.output<typeof providerSearchInput>) {
    return { items: await this.providers.search(actor, query) };
  }
}
