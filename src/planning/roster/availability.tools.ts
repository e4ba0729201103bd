import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../../access/actor.js';
import { AvailabilityService } from './availability.service.js';
import { availabilityToolInput, availabilityView } from './roster.schemas.js';

@Injectable()
export class AvailabilityTools {
  constructor(private readonly availability: AvailabilityService) {}

  @Tool({
    name: 'providers.availability',
    operation: 'getProviderAvailability',
    description: 'When one provider works and is not booked, on some days. What can be booked are slots.',
    input: availabilityToolInput,
    output: availabilityView,
    permission: 'providers.read',
    effect: 'read',
  })
  of(actor: Actor, { providerId, ...query }: z.output<typeof availabilityToolInput>) {
    return this.availability.of(actor, providerId, query);
  }
}
