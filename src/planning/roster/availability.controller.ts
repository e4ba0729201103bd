import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { KeptPublicly, Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Public } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { AvailabilityService } from './availability.service.js';
import { availabilityQuery, availabilityView, type AvailabilityQuery } from './roster.schemas.js';

/** Under the address of the provider, but here, because it takes bookings to know it. */
@ApiTags('Providers')
@Public()
@Controller('providers/:id/availability')
export class AvailabilityController {
  constructor(private readonly availability: AvailabilityService) {}

  @Get()
  @Operation({
    id: 'getProviderAvailability',
    summary: 'Get when a provider is free',
    description:
      'Returns time that is worked and not booked. It is an overview, up to a minute old: what can be booked are slots.',
    codes: ['PROVIDER_NOT_FOUND', 'SERVICE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(availabilityView)
  of(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: availabilityQuery }) query: AvailabilityQuery,
  ) {
    return this.availability.of(actor, id, query);
  }
}
