import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import { Forbidden } from '../../access/access.errors.js';
import { customerScope, type Actor } from '../../access/actor.js';
import { startOfVisit } from '../bookings.schemas.js';
import { CandidatesService } from './candidates.service.js';

const bestProvidersInput = z.strictObject({
  serviceId: z.uuid(),
  pincode: z.string().max(10),
  startsAt: startOfVisit,
  instead: z
    .uuid()
    .optional()
    .describe('A booking of the customer that is to be moved: its own time counts as free.'),
});
/** The first of more are as good as all: nobody asks for the eleventh best. */
const shownAtMost = 10;
const bestProvidersView = z.object({
  items: z.array(z.object({ id: z.uuid(), name: z.string() })).describe('Best first.'),
});

/** Whom an agent proposes. */
@Injectable()
export class CandidatesTools {
  constructor(private readonly candidates: CandidatesService) {}

  @Tool({
    name: 'bookings.best_providers',
    description: 'Who is free for a visit at a start time, and fits the customer best.',
    input: bestProvidersInput,
    output: bestProvidersView,
    permission: 'bookings.read',
    effect: 'read',
  })
  async bestProviders(actor: Actor, visit: z.output<typeof bestProvidersInput>) {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const free = await this.candidates.free(actor, { ...visit, customer });
    return { items: free.slice(0, shownAtMost).map(({ id, name }) => ({ id, name })) };
  }
}
