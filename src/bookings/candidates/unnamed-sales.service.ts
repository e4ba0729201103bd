// Sells to whoever names no professional: one of those who are free, by the ranking by which staff send somebody.
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { HoldsService } from '../../slots/holds.service.js';
import { SlotsService } from '../../slots/slots.service.js';
import { SalesService, type UnnamedOrder } from '../sales.service.js';
import { CandidatesService, withBestFree } from './candidates.service.js';

@Injectable()
export class UnnamedSalesService {
  constructor(
    private readonly sales: SalesService,
    private readonly candidates: CandidatesService,
    private readonly holds: HoldsService,
    private readonly slots: SlotsService,
  ) {}

  /**
   * Who is named is asked for nothing more; of a hold it is whoever is held.
   * @returns the id of the booking
   * @throws what SalesService says; SlotTaken where nobody is free whom the customer would be sent
   */
  async sell(actor: Actor, order: UnnamedOrder): Promise<string> {
    const { customer, input, place } = order;
    const by = (providerId: string): Promise<string> =>
      this.sales.sell(actor, { ...order, input: { ...input, providerId } });
    if (input.providerId) return by(input.providerId);
    if (input.holdId) return by((await this.holds.get(actor, input.holdId)).provider);
    const { serviceId, startsAt } = input;
    this.slots.checkStart(startsAt);
    const wanted = { serviceId, startsAt, customer, pincode: place.pincode };
    const free = await this.candidates.free(actor, wanted);
    return free.length > 0 ? withBestFree(free, by) : this.sales.refuseUnnamed(actor, order);
  }
}
