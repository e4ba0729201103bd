import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { similarComplaintsView } from '../incidents.schemas.js';
import { SimilarService } from './similar.service.js';

const id = { schema: z.uuid() };

@ApiTags('Incidents')
@OnlyFor('staff')
@Controller('ops/complaints/:id/similar')
export class SimilarController {
  constructor(private readonly similar: SimilarService) {}

  @Get()
  @Requires('complaints.read')
  @Operation({
    id: 'listSimilarComplaints',
    summary: 'List similar complaints of the same customer',
    description:
      'Returns those that seem to be about the same matter, the most alike first, at most fifty, with why.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(similarComplaintsView)
  list(@CurrentActor() actor: Actor, @Param('id', id) complaint: string) {
    return this.similar.similarTo(actor, complaint);
  }
}
