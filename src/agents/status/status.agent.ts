// The status agent: what is booked, and how it stands. Reads only.
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { ToolFailed, type ToolSession } from '../agent-tools.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import * as words from './status-responses.js';

@Agent({
  name: 'status',
  description: 'What the customer has booked, and how each visit stands.',
  order: 30,
  intents: ['booking_status'],
  kind: 'aside',
})
@Injectable()
export class StatusAgent implements DialogueAgent<null> {
  constructor(private readonly settings: Settings) {}

  restoreMemory(): null {
    return null;
  }

  /** The one that is named, or all. Another customer's is none. */
  async answer({ heard, tools }: AgentTurn<null>): Promise<AgentAnswer<null>> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const [reference] = /\bBK-?[A-Z0-9]{4,10}\b/i.exec(heard.text) ?? [];
    if (reference) return { text: await this.booking(reference, tools, zone) };
    const { items } = await tools.need('bookings.list', {});
    return { text: words.bookingsReply(items, zone) };
  }

  private async booking(reference: string, tools: ToolSession, zone: string): Promise<string> {
    const found = await tools.use('bookings.get', { reference });
    if (found.ok) return words.bookingNamed(found.output, zone);
    if (found.refusal.kind !== 'not_found') throw new ToolFailed('bookings.get', found.refusal);
    return words.noSuchBooking(reference.toUpperCase());
  }
}
