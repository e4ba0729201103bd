// The invoice agent: the bill of a visit that is done, with what was credited of it. Reads only.
import { Injectable } from '@nestjs/common';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { PastVisits } from '../visits/past-visits.js';
import { labelOf, visitNamed } from '../visits/visit-label.js';
import type { VisitRead } from '../visits/visit-read.js';
import { invoiceResponses as words } from './invoice-responses.js';

type Turn = AgentTurn<null>;

@Agent({
  name: 'invoice',
  description: 'The tax invoice and the credit notes of a visit that is done.',
  order: 32,
  intents: ['get_invoice'],
  kind: 'aside',
})
@Injectable()
export class InvoiceAgent implements DialogueAgent<null> {
  constructor(private readonly visits: PastVisits) {}

  restoreMemory(): null {
    return null;
  }

  /** Of the visit that is named, or the last one that was done: its name is in the answer, and the bill of another is one message away. */
  async answer(turn: Turn): Promise<AgentAnswer<null>> {
    const { heard, own } = turn;
    const text = own.length > 0 ? own.map((ask) => ask.text).join(', ') : heard.text;
    const found = await this.visits.find(turn, text);
    if (found.kind !== 'one' && found.strange)
      return { text: words.write('noSuchBooking', turn, { reference: found.strange }) };
    if (found.kind === 'one') return this.told(turn, found.visit);
    const last = found.kind === 'several' && found.visits.find(({ status }) => status === 'completed');
    return last ? this.told(turn, last) : { text: words.write('nothingDone', turn) };
  }

  private async told(turn: Turn, visit: VisitRead): Promise<AgentAnswer<null>> {
    const { tools, mentioned } = turn;
    const named = visitNamed(labelOf(visit), turn);
    const answered = await tools.use('bookings.invoice', { bookingId: visit.id });
    const told = (text: string): AgentAnswer<null> => ({
      text,
      mentioned: { ...mentioned, last: visit.id },
    });
    if (!answered.ok) return told(words.write('notIssued', turn, { visit: named }));
    const { invoice, creditNotes } = answered.output;
    const taxPaise = invoice.cgstPaise + invoice.sgstPaise + invoice.igstPaise;
    const { number, issuedAt, totalPaise, taxablePaise } = invoice;
    const { reference } = visit;
    const bill = words.write('invoice', turn, {
      ...{ visit: named, number, issuedAt, totalPaise, taxablePaise, taxPaise, reference },
    });
    const credited = creditNotes.map((note) =>
      words.write('creditNote', turn, { number: note.number, totalPaise: note.totalPaise }),
    );
    return told([bill, ...credited].join(' '));
  }
}
