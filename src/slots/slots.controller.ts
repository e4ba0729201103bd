import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { slotsQuery, slotsView, type SlotsQuery } from './slots.schemas.js';
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
      'Returns those at a pincode on a day. A slot is the start time of one provider; it is not held for anybody until it is booked.',
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
}
