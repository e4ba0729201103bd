import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { bookingView } from '../bookings.schemas.js';
import { BookingsService } from '../bookings.service.js';
import {
  historyView,
  startInput,
  startRefusedView,
  stepInput,
  stepRefusedView,
  visitStatusView,
  type StartInput,
  type StepInput,
} from './lifecycle.schemas.js';
import { LifecycleService } from './lifecycle.service.js';
import { VisitStatusService } from './visit-status.service.js';

const uuid = { schema: z.uuid() };
const codes = ['BOOKING_NOT_FOUND'];
const illegal =
  'BOOKING_TRANSITION_ILLEGAL: it is not in a state for that; `allowed` says what it may become.';
const refusedStep = (early: string) => ({
  409: { description: `${illegal} BOOKING_STEP_TOO_EARLY: ${early}`, members: stepRefusedView },
});

@ApiTags('Bookings')
@Controller('bookings/:id')
export class LifecycleController {
  constructor(
    private readonly bookings: BookingsService,
    private readonly lifecycle: LifecycleService,
    private readonly statuses: VisitStatusService,
  ) {}

  @Get('status')
  @Requires('bookings.read')
  @Operation({
    id: 'getBookingStatus',
    summary: 'Get the status of a booking',
    description:
      'Returns since when it is that, the start code for its customer, and what the caller may do next, each with the reason where not.',
    codes,
  })
  @ReturnsView(visitStatusView)
  status(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.statuses.of(actor, id);
  }

  @Get('history')
  @Requires('bookings.read')
  @Operation({
    id: 'getBookingHistory',
    summary: 'Get the history of a booking',
    description:
      'Returns every step, oldest first: who, when, why, and how it was sold before it was changed.',
    codes,
  })
  @ReturnsView(historyView)
  async history(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    const { history } = await this.bookings.get(actor, id);
    return { items: history.getItems() };
  }

  @Post('confirm')
  @Requires('bookings.update')
  @OnlyFor('staff')
  @Operation({
    id: 'confirmBooking',
    summary: 'Confirm that the professional comes',
    description:
      'The slot is sold before: the status stays `confirmed`, and `confirmedAt` says since when the professional is heard. Rescheduling asks anew. Confirming again changes nothing.',
    codes,
  })
  @ReturnsView(bookingView, {
    problems: {
      409: { description: `${illegal} BOOKING_ENDED: it is over.`, members: stepRefusedView },
    },
  })
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.confirm(actor, id, expected);
  }

  @Post('en-route')
  @Requires('bookings.update')
  @OnlyFor('staff')
  @Operation({
    id: 'markEnRoute',
    summary: 'Mark that the professional has set out',
    description:
      'The customer is told, with the start code. From now on cancelling costs more: at most four hours before the visit.',
    codes,
  })
  @ReturnsView(bookingView, { problems: refusedStep('it is more than four hours ahead.') })
  setOut(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: stepInput }) input: StepInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.step(actor, id, 'en_route', input, expected);
  }

  @Post('start')
  @Requires('bookings.update')
  @OnlyFor('staff')
  @Operation({
    id: 'startVisit',
    summary: 'Start the work of a booking',
    description:
      'Takes the start code that the customer has told the professional, or a reason for beginning without it. Five wrong codes, and only a reason helps.',
    codes,
  })
  @ReturnsView(bookingView, {
    problems: {
      409: {
        description: `${illegal} BOOKING_STEP_TOO_EARLY: it is more than an hour ahead. START_CODE_LOCKED: five codes were wrong.`,
        members: stepRefusedView,
      },
      422: { description: 'START_CODE_WRONG: it is another code.', members: startRefusedView },
    },
  })
  start(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: startInput }) input: StartInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.start(actor, id, input, expected);
  }

  @Post('complete')
  @Requires('bookings.update')
  @OnlyFor('staff')
  @Operation({
    id: 'completeBooking',
    summary: 'Complete a booking',
    description: 'The work is done, and what was agreed to is due.',
    codes,
  })
  @ReturnsView(bookingView, { problems: { 409: { description: illegal, members: stepRefusedView } } })
  complete(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: stepInput }) input: StepInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.step(actor, id, 'completed', input, expected);
  }

  @Post('no-show')
  @Requires('bookings.update')
  @OnlyFor('staff')
  @Operation({
    id: 'markNoShow',
    summary: 'Mark that nobody let the professional in',
    description: 'Possible from 15 minutes after the start of the visit: so long the professional waits.',
    codes,
  })
  @ReturnsView(bookingView, { problems: refusedStep('15 minutes have not passed since its start.') })
  noShow(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: stepInput }) input: StepInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.step(actor, id, 'no_show', input, expected);
  }
}
