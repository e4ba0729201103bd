import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { creditView } from './payments.schemas.js';
import { PaymentsService } from './payments.service.js';

@ApiTags('Payments')
@Requires('bookings.read')
@OnlyFor('customer')
@Controller('users/me/credit')
export class CreditController {
  constructor(private readonly payments: PaymentsService) {}

  @Get()
  @Operation({
    id: 'getOwnCredit',
    summary: 'Get your credit',
    description: 'Given as an apology, or instead of a refund. It pays the next visits that are done.',
  })
  @ReturnsView(creditView)
  get(@CurrentActor() actor: Actor) {
    return this.payments.ownCredit(actor);
  }
}
