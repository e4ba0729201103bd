// The case agent: how a complaint that exists stands, and what shall be done with it: more is told, it is escalated, withdrawn, reopened. Each of
// these is shown, and done after a plain yes; an escalation as well, since somebody is called to it and the customer cannot take it back
// (docs/decisions/0065-complaints-in-the-chat.md).
import { Injectable } from '@nestjs/common';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { ComplaintRead } from '../agent-tools.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { plainlyAnswered } from '../dialogue/plain-answer.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import { besideYes, readAgreementTo } from '../reading/agreement.js';
import { caseWords } from '../reading/deed-words.js';
import { isChoice } from '../visits/visit-choice.js';
import { CaseFinder, referenceOf, type FoundCase } from './case-finder.js';
import { caseLabelOf, caseMemory, type CaseForm } from './case-form.js';
import {
  caseNamed,
  caseReply,
  caseResponses as words,
  caseStatusNamed,
  stepTools,
} from './case-responses.js';
import { ComplaintReader, type CaseStep } from './complaint-reader.js';

type Memory = CaseForm | null;
type Turn = AgentTurn<Memory>;
type Answer = AgentAnswer<Memory>;
type Lead = 'takeYourTime' | 'plainYes' | 'notUnderstood' | 'undecided';

/** With the manager: nobody is above. */
const highestLevel = 2;
const addedAtMost = 2000;
const reasonAtMost = 300;
/** Behind these stands what is to be added; a message without them may say only that there is something. */
const leadsToContent = /(?:[:,]|(?<![\p{L}\p{M}])(?:that|ki|कि)(?![\p{L}\p{M}]))\s*(?:\S+\s+){2,}\S+/iu;
const elsewhere = new Set(['cancel_booking', 'reschedule_booking', 'repeat', 'help', 'goodbye', 'request_callback', 'account_help']); // prettier-ignore

@Agent({
  name: 'complaint_case',
  description: 'Tells how a complaint stands, adds to it, and has it escalated, withdrawn or reopened.',
  order: 66,
  intents: ['complaint_status'],
  kind: 'frame',
  absorbs: ['abandon', 'cancel_booking', 'reschedule_booking'],
})
@Injectable()
export class ComplaintCaseAgent implements DialogueAgent<Memory> {
  constructor(
    private readonly reader: ComplaintReader,
    private readonly cases: CaseFinder,
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return caseMemory.parse(kept ?? null);
  }

  /** What is to be added is told in any words. */
  takesAnswer(heard: TurnUnderstanding, form: Memory): boolean {
    if (form?.asked === 'yes') return readAgreementTo(heard.text, caseWords[form.step]) === 'yes';
    if (form?.asked === 'which') return isChoice(heard) || referenceOf(heard.text) !== null;
    if (form?.asked !== 'what') return false;
    return heard.asks.every(({ intents: [first] }) => !elsewhere.has(first?.name ?? ''));
  }

  openQuestion(form: Memory): string {
    return form?.question ?? '';
  }

  answer(turn: Turn): Promise<Answer> | Answer {
    const { memory: form, heard, isFront, own } = turn;
    if (!form || !isFront) return this.begin(turn);
    const drop = () => this.drop(turn);
    const plain = plainlyAnswered<Promise<Answer> | Answer>(
      heard.text,
      {
        yes: () => (form.asked === 'yes' ? this.execute(turn, form) : this.again(turn, form)),
        ...{ no: drop, stop: drop },
        wait: () => this.again(turn, form, 'takeYourTime'),
      },
      form.asked === 'yes' ? caseWords[form.step] : undefined,
    );
    if (plain) return plain;
    if (form.asked === 'which') return this.choose(turn, form);
    if (form.asked === 'what') return this.propose(turn, { ...form, said: said(heard.text, addedAtMost) });
    return own.length > 0 ? this.begin(turn) : this.unchanged(turn, form);
  }

  private async begin(turn: Turn): Promise<Answer> {
    const { own, heard } = turn;
    const step = await this.stepOf(own.length > 0 ? own : heard.asks);
    const found = await this.cases.find(turn, heard.text, step);
    const missing = this.missing(turn, found, step);
    if (missing !== null) return this.close(turn, missing);
    if (step === 'status') return this.tell(turn, found);
    const form: CaseForm = {
      ...{ step, asked: 'which', among: [], complaint: null, proposalId: null, question: '' },
      said: step === 'add' ? await this.contentIn(heard.text) : said(heard.text, reasonAtMost),
    };
    if (found.kind === 'one') return this.about(turn, form, found.complaint);
    const among = found.kind === 'several' ? found.complaints.map(caseLabelOf) : [];
    const numbered = among.map((label, at) => `${at + 1}) ${caseNamed(label)}`).join('; ');
    return waiting({ ...form, among, question: words.write('askWhich', turn, { complaints: numbered }) });
  }

  /** What shall be done goes before how it stands; whoever wants a person for it wants it higher up. */
  private async stepOf(asks: Turn['own']): Promise<CaseStep> {
    const steps = await Promise.all(
      asks.map(({ text, intents: [first] }) =>
        first?.name === 'talk_to_human' ? 'escalate' : this.reader.stepIn(text),
      ),
    );
    return steps.find((step) => step !== null && step !== 'status') ?? 'status';
  }

  /** Why there is nothing to speak of; null where there is. */
  private missing(turn: Turn, found: FoundCase, step: CaseStep): string | null {
    if (found.kind === 'unknown') return words.write('unknown', turn, { reference: found.reference });
    if (found.kind !== 'none') return null;
    const [latest] = found.others;
    return latest
      ? `${words.write('noneFor', turn, { step })} ${caseReply(latest, turn)}`
      : words.write('noComplaints', turn);
  }

  private tell(turn: Turn, found: FoundCase): Answer {
    const told = found.kind === 'one' ? [found.complaint] : found.kind === 'several' ? found.complaints : [];
    const texts = told.map((complaint) => caseReply(complaint, turn));
    const [only] = told;
    if (told.length > 1 || !only) return this.close(turn, texts.join(' '));
    const more = only.endedAt ? '' : ` ${words.write('whatNow', turn)}`;
    return {
      ...this.close(turn, `${texts[0]}${more}`),
      mentioned: { ...turn.mentioned, complaint: only.id },
    };
  }

  private async choose(turn: Turn, form: CaseForm): Promise<Answer> {
    const among = form.among.map(({ id }) => id);
    const found = await this.cases.find(turn, turn.heard.text, form.step, among);
    if (found.kind === 'one') return this.about(turn, form, found.complaint);
    if (found.kind === 'unknown') {
      const unknown = words.write('unknown', turn, { reference: found.reference });
      return { text: `${unknown} ${form.question}`, isOpen: true };
    }
    return this.unchanged(turn, form);
  }

  /** From the complaint that is meant to the next question. */
  private about(turn: Turn, form: CaseForm, complaint: ComplaintRead): Promise<Answer> | Answer {
    const label = caseLabelOf(complaint);
    const known = { ...form, among: [], complaint: label };
    const status = caseStatusNamed(complaint.status, turn);
    const named = { complaint: caseNamed(label), status };
    const { step } = form;
    const isPossible = step === 'reopen' ? complaint.reopenableUntil !== null : complaint.endedAt === null;
    if (!isPossible) return this.close(turn, words.write('notPossible', turn, named));
    if (step === 'escalate' && complaint.escalationLevel >= highestLevel)
      return this.close(turn, words.write('alreadyHighest', turn, named));
    if (step === 'add' && form.said === '')
      return waiting({ ...known, asked: 'what', question: words.write('askWhat', turn, named) });
    return this.propose(turn, known, { ...named, createdAt: complaint.createdAt });
  }

  private async propose(turn: Turn, form: CaseForm, named: Record<string, string> = {}): Promise<Answer> {
    const { step, said: text } = form;
    const complaint = form.complaint!;
    const values = { complaint: caseNamed(complaint), said: text, ...named };
    const question = words.write(`propose_${step}`, turn, values);
    const { id: proposalId } = await this.proposals.propose(turn.conversationId, {
      tool: stepTools[step].tool,
      arguments: { complaintId: complaint.id, ...(step === 'add' ? { body: text } : { reason: text }) },
      summary: question,
      pricePaise: null,
    });
    const answer = waiting({ ...form, asked: 'yes', proposalId, question });
    return { ...answer, mentioned: { ...turn.mentioned, complaint: complaint.id } };
  }

  private async execute(turn: Turn, form: CaseForm): Promise<Answer> {
    const { conversationId, tools } = turn;
    const { tool, outcome } = stepTools[form.step];
    const { id, reference } = form.complaint!;
    const result = await this.executor.execute(conversationId, form.proposalId, tool, tools);
    switch (result.kind) {
      case 'undecided':
        return this.again(turn, form, 'undecided');
      case 'gone':
        return this.proposeAnew(turn, form);
      case 'refused':
        return this.close(turn, words.write('refused', turn, { detail: result.refusal.detail }));
      case 'done':
        return {
          ...this.close(turn, words.write(`done_${form.step}`, turn, { reference })),
          outcomes: [{ type: outcome, id, reference }],
          mentioned: { ...turn.mentioned, complaint: id },
        };
    }
  }

  /** It may stand otherwise by now. */
  private async proposeAnew(turn: Turn, form: CaseForm): Promise<Answer> {
    const { reference } = form.complaint!;
    const found = await this.cases.find(turn, reference, form.step);
    return found.kind === 'one'
      ? this.about(turn, form, found.complaint)
      : this.close(turn, words.write('unknown', turn, { reference }));
  }

  /** The words to be added; empty where they only say that there is something. */
  private async contentIn(text: string): Promise<string> {
    const { matter } = await this.reader.read(text);
    return matter !== null || leadsToContent.test(text) ? said(text, addedAtMost) : '';
  }

  private unchanged(turn: Turn, form: CaseForm): Answer {
    if (turn.others.length > 0) return this.again(turn, form);
    const isHalfYes = form.asked === 'yes' && besideYes(turn.heard.text) !== null;
    return { ...this.again(turn, form, isHalfYes ? 'plainYes' : 'notUnderstood'), isMissed: !isHalfYes };
  }

  private async drop(turn: Turn): Promise<Answer> {
    if (turn.memory?.proposalId) await this.proposals.withdraw(turn.conversationId);
    return this.close(turn, words.write('dropped', turn));
  }

  private again(turn: Turn, { question }: CaseForm, lead?: Lead): Answer {
    return { text: lead ? `${words.write(lead, turn)} ${question}` : question, isOpen: true };
  }

  private close(turn: Turn, text: string): Answer {
    return { text, memory: null, isOpen: false, mentioned: turn.mentioned };
  }
}

function waiting(form: CaseForm): Answer {
  return { text: form.question, memory: form, isOpen: true };
}

/** In one line, by whole characters. */
function said(text: string, atMost: number): string {
  return Array.from(text.replace(/\s+/g, ' ').trim()).slice(0, atMost).join('');
}
