import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type ToolCall } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { bookingView, cancelBookingInput, createBookingInput, slotsView } from './bookings.schemas.js';
import { BookingsService } from './bookings.service.js';
import { SlotsService } from './slots.service.js';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const findSlotsInput = z.strictObject({
  serviceId: z.uuid(),
  pincode: z.string(),
  from: instant,
  to: instant,
});
const listInput = z.strictObject({ limit: z.number().int().min(1).max(20).default(5) });
const referenceInput = z.strictObject({ reference: z.string().max(20) });
const cancelInput = cancelBookingInput.extend({ bookingId: z.uuid() });

/** What an agent may do with bookings. */
@Injectable()
export class BookingsTools {
  constructor(
    private readonly bookings: BookingsService,
    private readonly slots: SlotsService,
  ) {}

  @Tool({
    name: 'bookings.find_slots',
    description: 'Free slots for a service in a pincode that start between two instants.',
    input: findSlotsInput,
    output: slotsView,
    permission: 'bookings.read',
    effect: 'read',
  })
  async findSlots(actor: Actor, input: z.output<typeof findSlotsInput>) {
    return { items: await this.slots.free(actor, input) };
  }

  @Tool({
    name: 'bookings.create',
    description: 'Books a free slot for the customer.',
    input: createBookingInput,
    output: bookingView,
    permission: 'bookings.create',
    effect: 'write',
  })
  create(actor: Actor, input: z.output<typeof createBookingInput>, call: ToolCall) {
    return this.bookings.create(actor, input, call.confirmation);
  }

  @Tool({
    name: 'bookings.list',
    description: "The customer's bookings, latest visit first.",
    input: listInput,
    output: z.object({ items: z.array(bookingView) }),
    permission: 'bookings.read',
    effect: 'read',
  })
  list(actor: Actor, input: z.output<typeof listInput>) {
    return this.bookings.list(actor, { ...input, sort: '-startsAt' });
  }

  @Tool({
    name: 'bookings.get',
    description: 'One booking of the customer by its reference.',
    input: referenceInput,
    output: bookingView,
    permission: 'bookings.read',
    effect: 'read',
  })
  get(actor: Actor, { reference }: z.output<typeof referenceInput>) {
    return this.bookings.byReference(actor, reference);
  }

  @Tool({
    name: 'bookings.cancel',
    description: 'Cancels a booking of the customer under the terms that hold now.',
    input: cancelInput,
    output: bookingView,
    permission: 'bookings.update',
    effect: 'write',
  })
  cancel(actor: Actor, { bookingId, reason }: z.output<typeof cancelInput>) {
    return this.bookings.cancel(actor, bookingId, { reason });
  }
}
