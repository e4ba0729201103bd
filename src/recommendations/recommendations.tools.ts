import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { recommendationsInput, recommendationsView } from './recommendations.schemas.js';
import { RecommendationsService } from './recommendations.service.js';

/** What an agent may suggest. */
@Injectable()
export class RecommendationsTools {
  constructor(private readonly recommendations: RecommendationsService) {}

  @Tool({
    name: 'recommendations.list',
    operation: 'listRecommendations',
    description:
      'What the customer may need next: due again, of the season, or like what they have booked; each with its reason.',
    input: recommendationsInput,
    output: recommendationsView,
    permission: 'bookings.read',
    effect: 'read',
  })
  async list(actor: Actor, { limit }: z.output<typeof recommendationsInput>) {
    return { items: await this.recommendations.list(actor, limit) };
  }
}
