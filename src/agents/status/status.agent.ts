// The status agent: what is booked, and how it stands. Reads only.
import { Injectable } from '@nestjs/common';
import { ToolFailed, type ToolSession } from '../agent-tools.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import type { ReplyText } from '../language/responses.js';
import { bookingNamed, bookingsReply, statusResponses } from './status-responses.js';

@Agent({
  name: 'status',
  description: 'What the customer has booked, and how each visit stands.',
  order: 30,
  intents: ['booking_status'],
  kind: 'aside',
})
@Injectable()
export class StatusAgent implements DialogueAgent<null> {
  restoreMemory(): null {
    return null;
  }

  /** The one that is named, or all. Another customer's is none. */
  async answer(turn: AgentTurn<null>): Promise<AgentAnswer<null>> {
    const { heard, tools } = turn;
    const [reference] = /\bBK-?[A-Z0-9]{4,10}\b/i.exec(heard.text) ?? [];
    if (reference) return { text: (await this.booking(reference, tools))(turn) };
    const { items } = await tools.need('bookings.list', {});
    return { text: bookingsReply(items)(turn) };
  }

  private async booking(reference: string, tools: ToolSession): Promise<ReplyText> {
    const found = await tools.use('bookings.get', { reference });
    if (found.ok) return bookingNamed(found.output);
    if (found.refusal.kind !== 'not_found') throw new ToolFailed('bookings.get', found.refusal);
    return statusResponses.text('noSuchBooking', { reference: reference.toUpperCase() });
  }
}
