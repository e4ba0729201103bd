import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { answerOfferInput, substituteView } from './dispatch.schemas.js';
import { OffersService } from './searches/offers.service.js';

const referenceInput = z.strictObject({ reference: z.string().max(20) });
const answerInput = answerOfferInput.extend({ bookingId: z.uuid() });
type Answer = z.output<typeof answerInput>;

/** What an agent may do about a visit whose professional does not come. An answer is given once: said again, nothing more happens. */
@Injectable()
export class DispatchTools {
  constructor(private readonly offers: OffersService) {}

  @Tool({
    name: 'dispatch.substitute.get',
    operation: 'getSubstitute',
    description:
      'Whether somebody else is looked for in place of the professional of a booking, and what is offered: who, when, until when.',
    input: referenceInput,
    output: substituteView,
    permission: 'bookings.read',
    effect: 'read',
  })
  get(actor: Actor, { reference }: z.output<typeof referenceInput>) {
    return this.offers.ofReference(actor, reference);
  }

  @Tool({
    name: 'dispatch.substitute.accept',
    operation: 'acceptSubstitute',
    description: 'Accepts the offer of another professional or time for a booking, at the same price.',
    input: answerInput,
    output: substituteView,
    permission: 'bookings.update',
    effect: 'write',
  })
  accept(actor: Actor, { bookingId, offerId }: Answer) {
    return this.offers.accept(actor, bookingId, offerId);
  }

  @Tool({
    name: 'dispatch.substitute.decline',
    operation: 'declineSubstitute',
    description:
      'Declines the offer of another professional or time for a booking; something else is looked for.',
    input: answerInput,
    output: substituteView,
    permission: 'bookings.update',
    effect: 'write',
  })
  decline(actor: Actor, { bookingId, offerId }: Answer) {
    return this.offers.decline(actor, bookingId, offerId);
  }
}
