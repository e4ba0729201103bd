import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, ReturnsNothing, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { holdSlotInput, slotHoldView, takenSlotView, type HoldSlot } from './holds.schemas.js';
import { HoldsService } from './holds.service.js';

const uuid = { schema: z.uuid() };

@ApiTags('Bookings')
@Controller('slot-holds')
export class HoldsController {
  constructor(private readonly holds: HoldsService) {}

  @Post()
  @Requires('bookings.create')
  @OnlyFor('customer')
  @Idempotent()
  @Operation({
    id: 'holdSlot',
    effect: 'reserve',
    summary: 'Hold a slot',
    description:
      'For some minutes nobody else can book it; a booking of yours takes the place of the hold. Asked again for the same slot, the answer is the same hold, which lasts no longer for it. Other slots that you hold in its way are released.',
    codes: ['SERVICE_NOT_FOUND', 'PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(slotHoldView, {
    status: 201,
    location: ':id',
    problems: {
      409: {
        description:
          'SLOT_TAKEN: the slot is not free. SLOT_NOT_OFFERED: the provider makes no such visit then. TOO_MANY_SLOT_HOLDS: no further slot can be held now, but booked.',
        members: takenSlotView,
      },
      422: {
        description: 'START_IN_PAST, START_TOO_SOON, START_TOO_FAR, START_OFF_GRID: no visit starts then.',
      },
    },
  })
  hold(@CurrentActor() actor: Actor, @Body({ schema: holdSlotInput }) slot: HoldSlot) {
    return this.holds.hold(actor, slot);
  }

  @Get(':id')
  @Requires('bookings.read')
  @OnlyFor('customer')
  @Operation({
    id: 'getSlotHold',
    summary: 'Get a held slot',
    description: 'Says whether it is still held, and which booking has come of it. Kept for a month.',
    codes: ['SLOT_HOLD_NOT_FOUND'],
  })
  @ReturnsView(slotHoldView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.holds.get(actor, id);
  }

  @Delete(':id')
  @Requires('bookings.create')
  @OnlyFor('customer')
  @Operation({
    id: 'releaseSlot',
    effect: 'reserve',
    summary: 'Release a held slot',
    description: 'Others can book it at once. One that has expired or was released before is left as it is.',
    codes: ['SLOT_HOLD_NOT_FOUND'],
  })
  @ReturnsNothing({ problems: { 409: { description: 'SLOT_HOLD_ENDED: it has become a booking.' } } })
  async release(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.holds.release(actor, id);
  }
}
