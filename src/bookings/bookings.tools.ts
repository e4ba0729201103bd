import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { plainText } from '#libs/http';
import { Tool, type ToolCall } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { Clock } from '#libs/time';
import { notesAtMost, type Booking } from './booking.entity.js';
import { bookingView, cancelBookingInput, createBookingInput } from './bookings.schemas.js';
import { PoliciesService } from '../policies/policies.service.js';
import { BookingsService } from './bookings.service.js';
import { rescheduleInput } from './rescheduling/rescheduling.schemas.js';
import { visitStatusView } from './lifecycle/lifecycle.schemas.js';
import { VisitStatusService } from './lifecycle/visit-status.service.js';
import { ReschedulingService } from './rescheduling/rescheduling.service.js';
import { createSeriesInput, seriesView } from './series/series.schemas.js';
import { SeriesService } from './series/series.service.js';

const listInput = z.strictObject({
  open: z.boolean().default(false).describe('Only what is still to come or under way.'),
  limit: z.number().int().min(1).max(20).default(20),
});
const referenceInput = z.strictObject({ reference: z.string().max(20) });
const cancelInput = cancelBookingInput.extend({ bookingId: z.uuid() });
const rescheduleVisitInput = rescheduleInput.extend({ bookingId: z.uuid() });
const noteInput = z.strictObject({
  bookingId: z.uuid(),
  note: plainText({ min: 1, max: notesAtMost }).describe('For whoever comes; one line.'),
});

const termsView = z.object({
  feePaise: z.int(),
  rule: z.string().describe('Why, for the customer to read.'),
  clauses: z.array(z.string()).describe('Ids of the clauses of the policies: `CAN-2`.'),
});

/** A booking with what can be done about it at this moment. */
const visitView = bookingView.extend({
  cancellation: termsView.nullable().describe('What cancelling would cost now; null when it is too late.'),
  moving: termsView
    .nullable()
    .describe('What moving would cost now, beside the price of the new slot; null when it is too late.'),
});

/** What an agent may do with bookings. */
@Injectable()
export class BookingsTools {
  constructor(
    private readonly bookings: BookingsService,
    private readonly series: SeriesService,
    private readonly rescheduling: ReschedulingService,
    private readonly statuses: VisitStatusService,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  @Tool({
    name: 'bookings.create',
    operation: 'createBooking',
    description: 'Books a free slot for the customer.',
    input: createBookingInput,
    output: visitView,
    permission: 'bookings.create',
    effect: 'write',
  })
  async create(actor: Actor, input: z.output<typeof createBookingInput>, call: ToolCall) {
    return this.visitOf(await this.bookings.create(actor, input, call.confirmation));
  }

  @Tool({
    name: 'bookings.create_series',
    operation: 'createBookingSeries',
    description:
      'Books the same visit every week, every two weeks or every month: each a booking of its own, and of those that cannot be booked it says why.',
    input: createSeriesInput,
    output: seriesView,
    permission: 'bookings.create',
    effect: 'write',
  })
  async createSeries(actor: Actor, input: z.output<typeof createSeriesInput>, call: ToolCall) {
    return seriesView.parse(await this.series.create(actor, input, call.confirmation));
  }

  @Tool({
    name: 'bookings.list',
    operation: 'listBookings',
    description:
      "The customer's bookings: those to come or under way, soonest first, then the others, latest first.",
    input: listInput,
    output: z.object({ items: z.array(visitView) }),
    permission: 'bookings.read',
    effect: 'read',
  })
  async list(actor: Actor, input: z.output<typeof listInput>) {
    const items = await this.bookings.visits(actor, input);
    return { items: await Promise.all(items.map((booking) => this.visitOf(booking))) };
  }

  @Tool({
    name: 'bookings.get',
    operation: 'getBooking',
    description: 'One booking of the customer by its reference.',
    input: referenceInput,
    output: visitView,
    permission: 'bookings.read',
    effect: 'read',
  })
  async get(actor: Actor, { reference }: z.output<typeof referenceInput>) {
    return this.visitOf(await this.bookings.byReference(actor, reference));
  }

  @Tool({
    name: 'bookings.status',
    operation: 'getBookingStatus',
    description:
      'How a booking of the customer stands, the start code from the day before, and what may be done about it now.',
    input: referenceInput,
    output: visitStatusView.extend({ reference: z.string() }),
    permission: 'bookings.read',
    effect: 'read',
  })
  status(actor: Actor, { reference }: z.output<typeof referenceInput>) {
    return this.statuses.ofReference(actor, reference);
  }

  @Tool({
    name: 'bookings.cancel',
    operation: 'cancelBooking',
    description: 'Cancels a booking of the customer under the terms that hold now, if they are as shown.',
    input: cancelInput,
    output: visitView,
    permission: 'bookings.update',
    effect: 'write',
  })
  async cancel(actor: Actor, { bookingId, ...input }: z.output<typeof cancelInput>, call: ToolCall) {
    return this.visitOf(await this.bookings.cancel(actor, bookingId, input, undefined, call.confirmation));
  }

  @Tool({
    name: 'bookings.reschedule',
    operation: 'rescheduleBooking',
    description:
      'Moves a booking of the customer to another free slot: the same booking at another time, at the price and for the fee of then.',
    input: rescheduleVisitInput,
    output: visitView,
    permission: 'bookings.update',
    effect: 'write',
  })
  async reschedule(
    actor: Actor,
    { bookingId, ...input }: z.output<typeof rescheduleVisitInput>,
    call: ToolCall,
  ) {
    const key = call.confirmation;
    return this.visitOf(await this.rescheduling.reschedule(actor, bookingId, input, { key }));
  }

  @Tool({
    name: 'bookings.add_note',
    description: 'Adds a line to the notes of an open booking, for whoever comes.',
    input: noteInput,
    output: visitView,
    permission: 'bookings.update',
    effect: 'write',
  })
  async addNote(actor: Actor, { bookingId, note }: z.output<typeof noteInput>) {
    return this.visitOf(await this.bookings.addNote(actor, bookingId, note));
  }

  /** Under the policies that held when it was booked. */
  private async visitOf(booking: Booking) {
    const now = this.clock.now();
    const policy = await this.policies.publishedVersion(booking.policy);
    return {
      ...bookingView.parse(booking),
      cancellation: booking.cancellationTerms(now, policy),
      moving: booking.movingTerms(now, policy),
    };
  }
}
