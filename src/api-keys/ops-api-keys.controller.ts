import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView, ReturnsNothing } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { allApiKeysList, ownedApiKeysView, type ListAllApiKeys } from './api-keys.schemas.js';
import { ApiKeysService } from './api-keys.service.js';

/** Keys of everybody: to be seen and revoked, never to be made or read. */
@ApiTags('API keys')
@Requires('staff.update')
@Controller('ops/api-keys')
export class OpsApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @Operation({
    id: 'listAllApiKeys',
    summary: 'List the API keys of everybody',
    description:
      'Returns the keys of customers and staff, or of one owner. The keys themselves are not shown.',
  })
  @ReturnsView(ownedApiKeysView)
  list(@CurrentActor() actor: Actor, @Query({ schema: allApiKeysList.query }) query: ListAllApiKeys) {
    return this.keys.listAll(actor, query);
  }

  @Delete(':id')
  @Operation({
    id: 'revokeAnyApiKey',
    summary: 'Revoke any API key',
    description:
      'The key is refused from its next request on; by other instances of the program within a second.',
    codes: ['API_KEY_NOT_FOUND'],
  })
  @ReturnsNothing()
  async revoke(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    await this.keys.revokeAny(actor, id);
  }
}
