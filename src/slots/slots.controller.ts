import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  earliestSlotsQuery,
  slotsQuery,
  slotsView,
  type EarliestSlotsQuery,
  type SlotsQuery,
} from './slots.schemas.js';
import { SlotsService } from './slots.service.js';

@ApiTags('Bookings')
@Controller('services/:id/slots')
export class SlotsController {
  constructor(private readonly slots: SlotsService) {}

  @Get()
  @Requires('bookings.read')
  @Operation({
    id: 'listSlots',
    summary: 'List free slots',
    description:
      'Returns those at a pincode on a day. A slot is the start time of one provider; it is kept for nobody until it is held or booked. What others hold is left out.',
    codes: ['SERVICE_NOT_FOUND', 'PINCODE_NOT_FOUND', 'PINCODE_NOT_SERVED'],
  })
  @ReturnsView(slotsView)
  async free(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: slotsQuery }) { pincode, date, limit }: SlotsQuery,
  ) {
    return { items: (await this.slots.freeOn(actor, id, pincode, date)).slice(0, limit) };
  }

  @Get('earliest')
  @Requires('bookings.read')
  @Operation({
    id: 'listEarliestSlots',
    summary: 'List the earliest free slots',
    description:
      'The first start times at which somebody is free, or one provider is: one slot each, of the best rated who is free. Empty when there is none within the time for which can be booked.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @ReturnsView(slotsView)
  async earliest(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: z.uuid() }) serviceId: string,
    @Query({ schema: earliestSlotsQuery }) query: EarliestSlotsQuery,
  ) {
    return { items: await this.slots.earliest(actor, { serviceId, ...query }) };
  }
}
