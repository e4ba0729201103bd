import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { slotHoldView } from './holds.schemas.js';
import { SlotHold } from './slot-hold.entity.js';

/** Which slots somebody held is shown; there is nothing in it that they wrote, and it is deleted a month after it ended. */
@HoldsPersonalData('slot_holds')
@Injectable()
export class SlotsPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const holds = await em.find(SlotHold, { customer }, { orderBy: { createdAt: 'asc', id: 'asc' } });
    return holds.map((hold) => slotHoldView.parse(hold));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'slot_hold', SlotHold, { customer });
  }

  /** What they still hold others can book at once. */
  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeDelete(SlotHold, { customer });
  }
}
