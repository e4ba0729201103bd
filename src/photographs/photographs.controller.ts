import { Body, Controller, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Idempotent, Operation, RateClass, ReturnsNothing, ReturnsView, TakesFormQuery } from '#libs/http';
import { CurrentActor, Public, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { apiPrefix } from '../config/api-prefix.js';
import {
  addPhotographInput,
  fileQuery,
  photographBytes,
  photographsView,
  photographView,
  type AddPhotograph,
} from './photographs.schemas.js';
import { PhotographsService } from './photographs.service.js';

const id = { schema: z.uuid() };
const binary = { type: 'string', format: 'binary' } as const;

@ApiTags('Photographs')
@Controller()
export class PhotographsController {
  constructor(private readonly photographs: PhotographsService) {}

  @Post('bookings/:id/photographs')
  @Requires('bookings.update')
  @RateClass('expensive')
  @Idempotent()
  @TakesFormQuery({ limitBytes: photographBytes })
  @Operation({
    id: 'addPhotograph',
    summary: 'Add a photograph to a booking',
    description:
      'Takes a form with a PNG, JPEG or WebP file. The picture is drawn anew, at most 1,600 pixels wide and high, and stripped of what the file says about place, time and camera.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(photographView, {
    status: 201,
    location: `/${apiPrefix}/bookings/:bookingId/photographs`,
    problems: {
      400: { description: 'IMAGE_INVALID: it is no such picture. FORM_INVALID: the form cannot be read.' },
      409: { description: 'TOO_MANY_PHOTOGRAPHS: delete one first.' },
      413: { description: 'BODY_TOO_LARGE' },
      503: { description: 'STORAGE_AWAY: try again.' },
    },
  })
  add(
    @CurrentActor() actor: Actor,
    @Param('id', id) bookingId: string,
    @Body({ schema: addPhotographInput }) photograph: AddPhotograph,
  ) {
    return this.photographs.add(actor, bookingId, photograph);
  }

  @Get('bookings/:id/photographs')
  @Requires('bookings.read')
  @Operation({
    id: 'listPhotographs',
    summary: 'List the photographs of a booking',
    description: 'Returns all of them, each with a link that shows it for ten minutes.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(photographsView)
  async list(@CurrentActor() actor: Actor, @Param('id', id) bookingId: string) {
    return { items: await this.photographs.list(actor, bookingId) };
  }

  @Get('photographs/:id/file')
  @Public()
  @Operation({
    id: 'getPhotographFile',
    summary: 'Get the file of a photograph',
    description: 'Returns it as WebP to whoever has a link that is not over.',
    codes: ['PHOTOGRAPH_NOT_FOUND'],
  })
  @ApiProduces('image/webp')
  @ReturnsView(z.string().meta(binary), { problems: { 503: { description: 'STORAGE_AWAY: try again.' } } })
  async file(
    @Param('id', id) photographId: string,
    @Query({ schema: fileQuery }) { signature }: z.output<typeof fileQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const bytes = await this.photographs.file(photographId, signature);
    reply.type('image/webp').header('cache-control', 'private, max-age=600');
    return bytes;
  }

  @Delete('photographs/:id')
  @Requires('bookings.update')
  @Operation({
    id: 'deletePhotograph',
    summary: 'Delete a photograph',
    description: 'Customers delete what they have sent themselves, staff any.',
    codes: ['PHOTOGRAPH_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Param('id', id) photographId: string): Promise<void> {
    await this.photographs.remove(actor, photographId);
  }
}
