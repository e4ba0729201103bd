import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { holdSlotInput } from './holds.schemas.js';
import { HoldsService } from './holds.service.js';
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

const keepSlotInput = holdSlotInput.extend({
  replaces: z.uuid().optional().describe('A hold of the customer that is given back for it.'),
});
const releaseSlotInput = z.strictObject({ holdId: z.uuid() });
const keptSlotView = z.object({
  holdId: z
    .uuid()
    .nullable()
    .describe(
      'Null where the customer holds the slot already, by themselves: then it is not to be given back.',
    ),
});

/** As long as an hour, whatever the settings let a proposal be open. */
const mostMinutes = 60;

/** What an agent may ask of the calendar. */
@Injectable()
export class SlotsTools {
  constructor(
    private readonly slots: SlotsService,
    private readonly holds: HoldsService,
    private readonly settings: Settings,
  ) {}

  @Tool({
    name: 'bookings.find_slots',
    operation: 'listSlots',
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
    name: 'bookings.hold_slot',
    operation: 'holdSlot',
    description: 'Keeps a free slot for the customer while they decide, for as long as a proposal is open.',
    input: keepSlotInput,
    output: keptSlotView,
    permission: 'bookings.create',
    effect: 'reserve',
  })
  async holdSlot(actor: Actor, { replaces, ...slot }: z.output<typeof keepSlotInput>) {
    const minutes = Math.min(this.settings.PROPOSAL_MINUTES, mostMinutes);
    const { id, isNew } = await this.holds.keep(actor, slot, { minutes, replaces });
    return { holdId: isNew || id === replaces ? id : null };
  }

  @Tool({
    name: 'bookings.release_slot',
    operation: 'releaseSlot',
    description: 'Gives back a slot that was kept for the customer. One that has ended is left as it is.',
    input: releaseSlotInput,
    output: keptSlotView,
    permission: 'bookings.create',
    effect: 'reserve',
  })
  async releaseSlot(actor: Actor, { holdId }: z.output<typeof releaseSlotInput>) {
    await this.holds.giveUp(actor, holdId);
    return { holdId };
  }
}
