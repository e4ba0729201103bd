import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { priceSimulationView, simulatePricesInput, type SimulatePrices } from './simulations.schemas.js';
import { SimulationsService } from './simulations.service.js';

@ApiTags('Pricing')
@Requires('catalogue.update')
@Controller('ops/pricing')
export class SimulationsController {
  constructor(private readonly simulations: SimulationsService) {}

  @Post('simulate')
  @RateClass('expensive')
  @Operation({
    id: 'simulatePrices',
    effect: 'read',
    summary: 'Simulate drafts of price rules on past bookings',
    description:
      'Prices every booking of the time that was not cancelled twice: by the rules that are published now, and with the drafts in their places. Validity and coupons are left out. Returns the difference by city, service and month; nothing is written.',
    codes: ['PRICE_RULE_NOT_FOUND'],
  })
  @ReturnsView(priceSimulationView, {
    problems: {
      409: { description: 'PRICE_RULE_NOT_DRAFTED: there is nothing to try.' },
      422: {
        description: 'SIMULATION_TOO_LARGE: choose a shorter time.',
        members: z.object({ bookings: z.int().optional(), limit: z.int().optional() }),
      },
    },
  })
  simulate(@CurrentActor() actor: Actor, @Body({ schema: simulatePricesInput }) input: SimulatePrices) {
    return this.simulations.simulate(actor, input);
  }
}
