import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { slotsView } from './slots.schemas.js';
import { SlotsService } from './slots.service.js';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const findSlotsInput = z.strictObject({
  serviceId: z.uuid(),
  pincode: z.string(),
  from: instant,
  to: instant,
  instead: z
    .uuid()
    .optional()
    .describe('A booking of the customer that is to be moved: its own time counts as free.'),
});

/** What an agent may ask of the calendar. */
@Injectable()
export class SlotsTools {
  constructor(private readonly slots: SlotsService) {}

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
}
