// The noting agent: what whoever comes shall know of a visit that is booked. It is shown, and goes with the booking after a plain yes.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProposalsService } from '../../conversations/proposals.service.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { plainlyAnswered } from '../dialogue/plain-answer.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import { visitNoteIn } from '../reading/visit-notes.js';
import { VisitFinder } from '../visits/visit-finder.js';
import { labelOf, noVisitReply, visitLabel, visitNamed, visitsNumbered } from '../visits/visit-label.js';
import type { VisitRead } from '../visits/visit-read.js';
import { notingResponses as words } from './noting-responses.js';

const notingForm = z.object({
  note: z.string(),
  isWish: z.boolean(),
  /** Shown to choose from; empty once a visit is proposed. */
  among: z.array(visitLabel),
  visit: visitLabel.nullable(),
  proposalId: z.string().nullable(),
  /** As it was asked, in the language of then. */
  question: z.string(),
});
type NotingForm = z.output<typeof notingForm>;
type Memory = NotingForm | null;
type Turn = AgentTurn<Memory>;
type Answer = AgentAnswer<Memory>;

@Agent({
  name: 'noting',
  description: 'Notes for whoever comes what they shall know of a visit that is booked.',
  order: 60,
  intents: ['visit_note'],
  kind: 'frame',
  subject: 'visit',
})
@Injectable()
export class NotingAgent implements DialogueAgent<Memory> {
  constructor(
    private readonly visits: VisitFinder,
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return notingForm
      .nullable()
      .catch(null)
      .parse(kept ?? null);
  }

  openQuestion(form: Memory): string {
    return form?.question ?? '';
  }

  async answer(turn: Turn): Promise<Answer> {
    const { memory: form, heard, isFront } = turn;
    const open = await this.visits.visitsOf(turn.tools, true);
    if (!form || !isFront) return this.begin(turn, open);
    const drop = () => this.drop(turn);
    const yes = form.visit !== null && (() => this.execute(turn, form));
    const plain = plainlyAnswered(heard.text, { yes, no: drop, stop: drop });
    if (plain) return plain;
    const among = form.among.map(({ id }) => id);
    const search = { text: heard.text, now: turn.now, moves: false, mentioned: { shown: among, last: null } };
    const { resolution } = await this.visits.findVisits(
      { ...search, ...(among.length > 0 && { among }) },
      open,
    );
    if (resolution.kind === 'one' && resolution.visit.id !== form.visit?.id)
      return this.propose(turn, resolution.visit, form);
    if (turn.others.length > 0) return { text: form.question, isOpen: true };
    return {
      text: `${words.write('notUnderstood', turn)} ${form.question}`,
      ...{ isOpen: true, isMissed: true },
    };
  }

  /** The visit that was talked about, or the one that the rest of the message names. */
  private async begin(turn: Turn, open: readonly VisitRead[]): Promise<Answer> {
    const { heard, now, mentioned } = turn;
    const { text: note, isWish } = visitNoteIn(heard.text, heard.entities)!;
    const { resolution } = await this.visits.findVisits(
      { text: heard.text, now, moves: false, mentioned },
      open,
    );
    const form: NotingForm = { note, isWish, among: [], visit: null, proposalId: null, question: '' };
    if (resolution.kind === 'one') return this.propose(turn, resolution.visit, form);
    const others = resolution.kind === 'none' ? resolution.others : resolution.visits;
    if (others.length === 0)
      return { text: noVisitReply('no_visits', [], turn), memory: null, isOpen: false };
    if (others.length === 1) return this.propose(turn, others[0]!, form);
    const among = others.map(labelOf);
    const question = words.write('askWhich', turn, { visits: visitsNumbered(among, turn) });
    const shown = among.map(({ id }) => id);
    return {
      text: question,
      ...{ memory: { ...form, among, question }, isOpen: true, mentioned: { ...mentioned, shown } },
    };
  }

  private async propose(turn: Turn, visit: VisitRead, { note, isWish }: NotingForm): Promise<Answer> {
    const label = labelOf(visit);
    const named = visitNamed(label, turn);
    const question = words.write('propose', turn, { visit: named, note, kind: isWish ? 'wish' : 'order' });
    const { id: proposalId } = await this.proposals.propose(turn.conversationId, {
      tool: 'bookings.add_note',
      arguments: { bookingId: visit.id, note },
      summary: question,
      pricePaise: null,
    });
    return {
      text: question,
      memory: { note, isWish, among: [], visit: label, proposalId, question },
      ...{ isOpen: true, mentioned: { ...turn.mentioned, last: visit.id } },
    };
  }

  private async execute(turn: Turn, form: NotingForm): Promise<Answer> {
    const { conversationId, tools } = turn;
    const result = await this.executor.execute(conversationId, form.proposalId, 'bookings.add_note', tools);
    const ended = { memory: null, isOpen: false };
    switch (result.kind) {
      case 'undecided':
        return { text: words.write('undecided', turn), isOpen: true };
      case 'gone': {
        const open = await this.visits.visitsOf(tools, true);
        const visit = open.find(({ id }) => id === form.visit!.id);
        return visit
          ? this.propose(turn, visit, form)
          : { text: noVisitReply('no_such_reference', [], turn), ...ended };
      }
      case 'refused':
        return { text: words.write('refused', turn, { detail: result.refusal.detail }), ...ended };
      case 'done': {
        const { id, reference } = result.output;
        const visit = visitNamed(labelOf(result.output), turn);
        return {
          text: words.write('noted', turn, { visit, note: form.note }),
          ...{ ...ended, outcomes: [{ type: 'note', id, reference }] },
        };
      }
    }
  }

  private async drop(turn: Turn): Promise<Answer> {
    await this.proposals.withdraw(turn.conversationId);
    return { text: words.write('dropped', turn), memory: null, isOpen: false };
  }
}
