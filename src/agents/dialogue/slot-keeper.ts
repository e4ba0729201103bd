// While something is proposed its slot is kept for the customer, so that a yes is not answered with "taken". What is proposed instead takes the
// place of what was kept before; what nothing is proposed for any more is given back when the turn ends.
import { Injectable } from '@nestjs/common';
import type { ToolRefusal } from '#libs/tools';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { ToolSession } from '../agent-tools.js';

export interface SlotToKeep {
  serviceId: string;
  pincode: string;
  providerId: string;
  /** ISO 8601. */
  startsAt: string;
}

/** Somebody else was faster. All else that stands in the way of a hold (too many of them, a calendar that is busy) is none of a booking. */
const lostCodes: ReadonlySet<string> = new Set(['SLOT_TAKEN', 'SLOT_NOT_OFFERED']);

@Injectable()
export class SlotKeeper {
  constructor(private readonly proposals: ProposalsService) {}

  /**
   * To be asked before the proposal is stored.
   * @returns the hold, null where the slot can be proposed but not be kept; or why it cannot be proposed
   */
  async keep(
    slot: SlotToKeep,
    conversationId: string,
    tools: ToolSession,
  ): Promise<{ holdId: string | null } | { lost: ToolRefusal }> {
    const { serviceId, pincode, providerId, startsAt } = slot;
    const replaces = this.proposals.keptSlot(conversationId);
    const kept = await tools.reserve('bookings.hold_slot', {
      ...{ serviceId, pincode, providerId, startsAt },
      ...(replaces && { replaces }),
    });
    if (kept.ok) {
      if (replaces && kept.output.holdId) this.proposals.letGoOf(conversationId, replaces);
      return kept.output;
    }
    return lostCodes.has(kept.refusal.code) ? { lost: kept.refusal } : { holdId: null };
  }

  /** At the end of a turn. What cannot be given back now ends by itself. */
  async giveBack(conversationId: string, tools: () => ToolSession): Promise<void> {
    for (const holdId of this.proposals.takeLeftHolds(conversationId))
      await tools().reserve('bookings.release_slot', { holdId });
  }
}
