// The cancellation agent: finds the visit that is meant, shows what cancelling costs, and cancels it after a plain yes.
import { Injectable } from '@nestjs/common';
import { ProposalsService } from '../../conversations/proposals.service.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { plainlyAnswered } from '../dialogue/plain-answer.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import type { ResponseReader } from '../language/responses.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import { besideYes, keepsIt } from '../reading/agreement.js';
import { isChoice } from '../visits/visit-choice.js';
import { VisitFinder } from '../visits/visit-finder.js';
import { labelOf, noVisitReply, visitNamed, visitsNumbered } from '../visits/visit-label.js';
import type { VisitRead } from '../visits/visit-read.js';
import type { VisitResolution } from '../visits/visit-resolver.js';
import { cancellationMemory, formToChoose, type CancellationForm } from './cancellation-form.js';
import { cancellationResponses as words } from './cancellation-responses.js';

type Memory = CancellationForm | null;
type Turn = AgentTurn<Memory>;
type Answer = AgentAnswer<Memory>;

/** Within a plain answer, whose every word is known. */
const saysCancel = /(?<![\p{L}\p{M}])(?:cancel|radd|रद्द|कैंसिल|कैंसल)/iu;
const saysNo = /^\W*(?:no|nope|nah|na|nahi|nahin|nhi|ना|नहीं)(?![\p{L}\p{M}])/iu;
/** "Kal wala AC rehne do" gives that visit up; beside a "cancel" it is the one that stays. */
const letsBe =
  /(?<![\p{L}\p{M}])(?:(?:rehne|rahne|rehene|jaane|jane|chhod|chod)\s+(?:do|dijiye|dijie|de)|(?:रहने|जाने|छोड़|छोड़)\s+(?:दो|दीजिए|दीजिये|दे))(?![\p{L}\p{M}])/giu;
/** Of the words that go into the history of a booking. */
const reasonAtMost = 300;

@Agent({
  name: 'cancellation',
  description: 'Cancels a visit under the terms of the moment, after showing them.',
  order: 70,
  intents: ['cancel_booking'],
  kind: 'frame',
  subject: 'visit',
})
@Injectable()
export class CancellationAgent implements DialogueAgent<Memory> {
  constructor(
    private readonly visits: VisitFinder,
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return cancellationMemory.parse(kept ?? null);
  }

  /** "AC" answers "which one?", and asks for no service. */
  takesAnswer(heard: TurnUnderstanding, form: Memory): boolean {
    return form?.asked === 'which' && isChoice(heard);
  }

  openQuestion(form: Memory, reader: ResponseReader): string {
    return form ? this.question(form, reader) : '';
  }

  answer(turn: Turn): Promise<Answer> | Answer {
    const { memory: form, heard, own } = turn;
    if (!form || !turn.isFront) return this.begin(turn);
    const { text, asks } = heard;
    if (keepsIt(text)) return this.keep(turn, form);
    const plain = plainlyAnswered<Promise<Answer> | Answer>(text, {
      yes: form.asked === 'yes' ? () => this.execute(turn, form) : form.among.length === 1 && (() => this.propose(turn, form.among[0]!.id, form)),
      no: () => this.keep(turn, form),
      stop: () => this.stop(turn, form),
      wait: () => this.again(turn, form, 'takeYourTime'),
    }); // prettier-ignore
    if (plain) return plain;
    const denies = asks.some(({ intents }) => ['deny', 'abandon'].includes(intents[0]?.name ?? ''));
    return denies && own.length === 0 ? this.keep(turn, form) : this.choose(turn, form);
  }

  /** "Cancel it" answers "shall I cancel it?", and is no wish to drop the question. */
  private stop(turn: Turn, form: CancellationForm): Promise<Answer> | Answer {
    const { text } = turn.heard;
    if (!saysCancel.test(text)) return this.keep(turn, form);
    return form.asked === 'yes' && !saysNo.test(text) ? this.execute(turn, form) : this.again(turn, form);
  }

  private async begin(turn: Turn): Promise<Answer> {
    const open = await this.visits.visitsOf(turn.tools, true);
    const { now, mentioned } = turn;
    const { text } = turn.heard;
    const naming = saysCancel.test(text) ? text : text.replace(letsBe, ' ');
    const { resolution } = await this.visits.findVisits({ text: naming, now, moves: false, mentioned }, open);
    return this.resolved(turn, resolution, text.trim().slice(0, reasonAtMost));
  }

  /** The answer to "which one?", or another visit than the one that was proposed. */
  private async choose(turn: Turn, form: CancellationForm): Promise<Answer> {
    const open = await this.visits.visitsOf(turn.tools, true);
    const isAsked = form.asked === 'which';
    const { resolution } = await this.visits.findVisits(
      {
        ...{ text: turn.heard.text, now: turn.now, moves: false },
        mentioned: { shown: form.among.map(({ id }) => id), last: isAsked ? null : (form.visit?.id ?? null) },
        ...(isAsked && { among: form.among.map(({ id }) => id) }),
      },
      open,
    );
    const isAnother = resolution.kind === 'one' && resolution.visit.id !== form.visit?.id;
    const isAll = resolution.kind === 'several' && resolution.meant === 'all';
    if (isAnother || isAll) return this.resolved(turn, resolution, form.reason);
    if (turn.others.length > 0) return this.again(turn, form);
    const isHalfYes = form.asked === 'yes' && besideYes(turn.heard.text) !== null;
    return { ...this.again(turn, form, isHalfYes ? 'plainYes' : 'notUnderstood'), isMissed: !isHalfYes };
  }

  private async resolved(turn: Turn, resolution: VisitResolution, reason: string): Promise<Answer> {
    if (resolution.kind === 'one') return this.offer(turn, resolution.visit, [], reason);
    if (resolution.kind === 'none') {
      const [other, ...more] = resolution.others;
      const text = noVisitReply(resolution.why, more.length > 0 ? resolution.others.map(labelOf) : [], turn);
      if (!other) return this.close(text);
      if (more.length === 0) {
        const offered = await this.offer(turn, other, [], reason);
        return { ...offered, text: `${text} ${offered.text}` };
      }
      const form = formToChoose(resolution.others.map(labelOf), reason);
      return this.waiting(turn, form, `${text} ${this.question(form, turn)}`);
    }
    const [first, ...further] = resolution.visits;
    if (resolution.meant === 'all') return this.offer(turn, first!, further, reason);
    const form = formToChoose(resolution.visits.map(labelOf), reason);
    return this.waiting(turn, form, this.question(form, turn));
  }

  /** Shows the terms and stores the proposal that a yes confirms. */
  private async offer(
    turn: Turn,
    visit: VisitRead,
    further: readonly VisitRead[],
    reason: string,
  ): Promise<Answer> {
    const label = labelOf(visit);
    const named = visitNamed(label, turn);
    const terms = visit.cancellation;
    if (!terms) return this.close(words.write('tooLate', turn, { visit: named }));
    const { feePaise, rule } = terms;
    const summary = words.write(feePaise === 0 ? 'proposeFree' : 'proposeFee', turn, {
      ...{ visit: named, feePaise, rule, totalPaise: visit.totalPaise },
    });
    const { id: proposalId } = await this.proposals.propose(turn.conversationId, {
      tool: 'bookings.cancel',
      arguments: { bookingId: visit.id, reason, expectedFeePaise: feePaise },
      summary,
      pricePaise: feePaise,
    });
    const form: CancellationForm = {
      ...formToChoose([], reason),
      ...{ asked: 'yes', visit: label, further: further.map(labelOf), proposalId, summary },
    };
    return this.waiting(turn, form, summary);
  }

  private async propose(
    turn: Turn,
    id: string,
    { further, reason }: CancellationForm,
    lead = '',
  ): Promise<Answer> {
    const open = await this.visits.visitsOf(turn.tools, true);
    const visit = open.find((each) => each.id === id);
    const others = open.filter((each) => further.some((label) => label.id === each.id));
    if (!visit) return this.close(`${lead} ${noVisitReply('no_such_reference', [], turn)}`.trim());
    const answer = await this.offer(turn, visit, others, reason);
    return { ...answer, text: `${lead} ${answer.text}`.trim() };
  }

  private async execute(turn: Turn, form: CancellationForm): Promise<Answer> {
    const { conversationId, tools } = turn;
    const result = await this.executor.execute(conversationId, form.proposalId, 'bookings.cancel', tools);
    if (result.kind === 'undecided') return this.again(turn, form, 'undecided', false);
    if (result.kind === 'gone') return this.propose(turn, form.visit!.id, form);
    if (result.kind === 'refused') {
      const { code, detail } = result.refusal;
      return code === 'CANCELLATION_FEE_CHANGED'
        ? this.propose(turn, form.visit!.id, form, words.write('feeChanged', turn))
        : this.close(words.write('refused', turn, { detail }));
    }
    const { id, reference, cancellationFeePaise } = result.output;
    const feePaise = cancellationFeePaise ?? 0;
    const done = words.write(feePaise === 0 ? 'cancelledFree' : 'cancelledFee', turn, {
      ...{ feePaise, visit: visitNamed(labelOf(result.output), turn) },
    });
    const outcomes: Answer['outcomes'] = [{ type: 'cancellation', id, reference }];
    const [next, ...further] = form.further;
    if (!next) return { ...this.close(done), outcomes };
    return { ...(await this.propose(turn, next.id, { ...form, further }, done)), outcomes };
  }

  private async keep(turn: Turn, { visit }: CancellationForm): Promise<Answer> {
    await this.proposals.withdraw(turn.conversationId);
    return this.close(
      visit ? words.write('kept', turn, { visit: visitNamed(visit, turn) }) : words.write('keptAll', turn),
    );
  }

  private again(
    turn: Turn,
    form: CancellationForm,
    lead?: 'takeYourTime' | 'plainYes' | 'notUnderstood' | 'undecided',
    asks = true,
  ): Answer {
    const text = [lead && words.write(lead, turn), asks && this.question(form, turn)];
    return { text: text.filter((each) => each).join(' '), isOpen: true };
  }

  private question({ asked, among, visit, summary }: CancellationForm, reader: ResponseReader): string {
    if (asked === 'yes')
      return summary || words.write('askOnly', reader, { visit: visitNamed(visit!, reader) });
    return among.length === 1
      ? words.write('askOnly', reader, { visit: visitNamed(among[0]!, reader) })
      : words.write('askWhich', reader, { visits: visitsNumbered(among, reader) });
  }

  private waiting({ mentioned }: Turn, form: CancellationForm, text: string): Answer {
    const shown = form.among.length > 1 ? form.among.map(({ id }) => id) : mentioned.shown;
    return { text, memory: form, isOpen: true, mentioned: { shown, last: form.visit?.id ?? mentioned.last } };
  }

  private close(text: string): Answer {
    return { text, memory: null, isOpen: false };
  }
}
