import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { answerOfferInput, substituteView, type AnswerOfferInput } from './dispatch.schemas.js';
import { OffersService } from './searches/offers.service.js';

const uuid = { schema: z.uuid() };
const codes = ['BOOKING_NOT_FOUND'];
const ended =
  'SUBSTITUTE_OFFER_ENDED: it was answered otherwise, its time is over, or it is no offer for this booking.';

/** A visit whose professional does not come. */
@ApiTags('Dispatch')
@Controller('bookings/:id/substitute')
export class SubstitutesController {
  constructor(private readonly offers: OffersService) {}

  @Get()
  @Requires('bookings.read')
  @Operation({
    id: 'getSubstitute',
    summary: 'Get what is offered in place of a visit',
    description:
      'Returns how the search for somebody else stands, and the offer that waits for an answer. Where the professional comes as booked, both are null.',
    codes,
  })
  @ReturnsView(substituteView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.offers.of(actor, id);
  }

  @Post('accept')
  @Requires('bookings.update')
  @Operation({
    id: 'acceptSubstitute',
    summary: 'Accept what is offered in place of a visit',
    description:
      'The booking moves to the slot that was kept, at the same price. Accepted again, nothing more happens.',
    codes,
  })
  @ReturnsView(substituteView, {
    problems: {
      409: {
        description: `${ended} SLOT_TAKEN: the slot is gone, because its hold was given up.`,
        members: z.looseObject({ status: z.string().optional() }),
      },
    },
  })
  accept(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: answerOfferInput }) { offerId }: AnswerOfferInput,
  ) {
    return this.offers.accept(actor, id, offerId);
  }

  @Post('decline')
  @Requires('bookings.update')
  @Operation({
    id: 'declineSubstitute',
    summary: 'Decline what is offered in place of a visit',
    description:
      'Something else is looked for. Cancelling the booking costs nothing meanwhile. Declined again, nothing more happens.',
    codes,
  })
  @ReturnsView(substituteView, {
    problems: {
      409: { description: ended, members: z.looseObject({ status: z.string().optional() }) },
    },
  })
  decline(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: answerOfferInput }) { offerId }: AnswerOfferInput,
  ) {
    return this.offers.decline(actor, id, offerId);
  }
}
