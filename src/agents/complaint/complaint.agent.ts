// The complaint agent: what happened, on which visit, and what is wished for; the category and the severity follow from the words. It is shown, and
// filed after a plain yes.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProposalsService } from '../../conversations/proposals.service.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { plainlyAnswered } from '../dialogue/plain-answer.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import { besideYes, readAgreementTo } from '../reading/agreement.js';
import { filingWords } from '../reading/deed-words.js';
import { ordinalIn } from '../reading/ordinal-reader.js';
import { isChoice } from '../visits/visit-choice.js';
import { labelOf, visitNamed, visitsNumbered } from '../visits/visit-label.js';
import { complaintMemory, newComplaintForm, withAccount, type ComplaintForm } from './complaint-form.js';
import { ComplaintReader, type ComplaintReading } from './complaint-reader.js';
import { complaintResponses as words } from './complaint-responses.js';
import { ComplaintVisits } from './complaint-visits.js';
import { matterNamed, matterNames, wishNames } from './matter-responses.js';
import {
  compareSeverity,
  complaintWishes,
  matterRules,
  offeredMatters,
  type ComplaintMatter,
} from './matters.js';

type Memory = ComplaintForm | null;
type Turn = AgentTurn<Memory>;
type Answer = AgentAnswer<Memory>;
type Lead = 'takeYourTime' | 'plainYes' | 'notUnderstood' | 'undecided';

/** Of the customer's words, in the question whether to file them. */
const accountShown = 300;
/** Words of a message that only says that something is wrong; whoever writes more has told it, and is not asked to tell it again. */
const bareAtMost = 10;
/** About no visit, unless one is named. */
const ofNoVisit = new Set<ComplaintMatter>(['app_trouble', 'support']);
/** Asked for in the place of an answer. */
const elsewhere = new Set(['cancel_booking', 'reschedule_booking', 'complaint_status', 'repeat', 'help', 'goodbye', 'request_callback', 'account_help']); // prettier-ignore
const noneOfThem =
  /^\W*(?:none|neither|no visit|not (?:about )?(?:any|these)|koi (?:bhi )?nahi|kisi ki nahi|inme se koi nahi|कोई (?:भी )?नहीं|किसी की नहीं)(?![\p{L}\p{M}])/iu;
const saysNo = new Set(['deny', 'change_details']);

@Agent({
  name: 'complaint',
  description:
    'Takes a complaint: reads what it is about and how bad it is, shows it, and files it after a plain yes.',
  order: 65,
  intents: ['report_complaint'],
  kind: 'frame',
  // "Forget it" and "cancel that" are about the complaint, unless they name a visit.
  absorbs: ['abandon', 'cancel_booking', 'reschedule_booking'],
})
@Injectable()
export class ComplaintAgent implements DialogueAgent<Memory> {
  constructor(
    private readonly reader: ComplaintReader,
    private readonly visits: ComplaintVisits,
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return complaintMemory.parse(kept ?? null);
  }

  /** What happened is told in any words: "the AC does not cool" is no order here. */
  takesAnswer(heard: TurnUnderstanding, form: Memory): boolean {
    if (form?.asked === 'yes') return readAgreementTo(heard.text, filingWords) === 'yes';
    if (form?.asked === 'which') return isChoice(heard) || noneOfThem.test(heard.text);
    if (form?.asked !== 'what' && form?.asked !== 'matter') return false;
    return heard.asks.every(({ intents: [first] }) => !elsewhere.has(first?.name ?? ''));
  }

  openQuestion(form: Memory): string {
    return form?.question ?? '';
  }

  answer(turn: Turn): Promise<Answer> | Answer {
    const { memory: form, heard, isFront } = turn;
    if (!form || !isFront) return this.begin(turn);
    const drop = () => this.drop(turn);
    const plain = plainlyAnswered<Promise<Answer> | Answer>(
      heard.text,
      {
        yes: () => this.agree(turn, form),
        no: form.asked === 'which' ? () => this.about(turn, form, null) : drop,
        stop: drop,
        wait: () => this.again(turn, form, 'takeYourTime'),
      },
      filingWords,
    );
    return plain ?? this.hear(turn, form);
  }

  private async begin(turn: Turn): Promise<Answer> {
    const { text } = turn.heard;
    const reading = await this.reader.read(text);
    const { matter, wishes, isUnsaid } = reading;
    const empty = newComplaintForm();
    const isBare = isUnsaid && !matter && text.trim().split(/\s+/).length <= bareAtMost;
    const told = isBare ? empty : withAccount(empty, text);
    return this.advance(turn, { ...told, matter, wishes }, text, words.write('sorry', turn));
  }

  /** A yes to a question that is not for one has it put again. */
  private agree(turn: Turn, form: ComplaintForm): Promise<Answer> | Answer {
    if (form.asked === 'yes') return this.file(turn, form);
    const [only, ...more] = form.among;
    const isOnly = form.asked === 'which' && more.length === 0;
    return only && isOnly ? this.about(turn, form, only) : this.again(turn, form);
  }

  private hear(turn: Turn, form: ComplaintForm): Promise<Answer> | Answer {
    const { abandons } = this.asksIn(turn);
    if (abandons) return this.drop(turn);
    if (form.asked === 'which') return this.choose(turn, form);
    return form.asked === 'yes' ? this.correct(turn, form) : this.tell(turn, form);
  }

  /** The answer to what happened, or to which of the matters it is. */
  private async tell(turn: Turn, form: ComplaintForm): Promise<Answer> {
    const { text } = turn.heard;
    const picked = form.asked === 'matter' ? ordinalIn(text.trim(), offeredMatters.length, true) : null;
    if (picked !== null) return this.advance(turn, { ...form, matter: offeredMatters[picked]! }, '');
    const { matter, wishes } = await this.reader.read(text);
    const told = withAccount(form, text);
    const known = {
      ...told,
      matter,
      wishes: complaintWishes.filter((wish) => [...form.wishes, ...wishes].includes(wish)),
    };
    const answer = await this.advance(turn, known, told.account);
    return matter || form.asked === 'what' ? answer : { ...answer, isMissed: true };
  }

  /** The answer to which visit it is about. */
  private async choose(turn: Turn, form: ComplaintForm): Promise<Answer> {
    const { text } = turn.heard;
    if (noneOfThem.test(text)) return this.about(turn, form, null);
    const among = form.among.map(({ id }) => id);
    const shown = { ...turn, mentioned: { ...turn.mentioned, shown: among, last: null } };
    const found = await this.visits.find(shown, text, among);
    if (found.kind === 'one') return this.about(turn, form, labelOf(found.visit));
    if (turn.others.length > 0) return this.again(turn, form);
    return { ...this.again(turn, form, 'notUnderstood'), isMissed: true };
  }

  private about(turn: Turn, form: ComplaintForm, visit: ComplaintForm['visit']): Promise<Answer> {
    return this.advance(turn, { ...form, visit, isVisitKnown: true }, '');
  }

  /** What was shown is wrong, or there is more to it. */
  private async correct(turn: Turn, form: ComplaintForm): Promise<Answer> {
    const { text } = turn.heard;
    const reading = await this.reader.read(text);
    const named = await this.visits.named(turn, text);
    const isOther = named !== null && named.id !== form.visit?.id;
    const matter = this.corrected(turn, form, reading);
    const wishes = complaintWishes.filter((wish) => [...form.wishes, ...reading.wishes].includes(wish));
    const isTold = reading.matter !== null || wishes.length > form.wishes.length;
    if (!isTold && !isOther && matter === form.matter) return this.unchanged(turn, form);
    const told = isTold ? withAccount(form, text) : form;
    const visit = isOther ? { visit: labelOf(named), isVisitKnown: true } : {};
    return this.advance(turn, { ...told, ...visit, matter, wishes }, '');
  }

  /** "No, not the bill, he was rude" puts one in the place of the other; what is only told as well counts where it is worse. */
  private corrected(
    turn: Turn,
    form: ComplaintForm,
    { matter, notMatter }: ComplaintReading,
  ): ComplaintForm['matter'] {
    const sameAsShown =
      notMatter !== null &&
      form.matter !== null &&
      matterRules[notMatter].category === matterRules[form.matter].category;
    if (!matter) return sameAsShown ? null : form.matter;
    if (sameAsShown || this.asksIn(turn).denies || !form.matter) return matter;
    return compareSeverity(matter, form.matter) > 0 ? matter : form.matter;
  }

  private unchanged(turn: Turn, form: ComplaintForm): Answer {
    if (turn.others.length > 0) return this.again(turn, form);
    const isHalfYes = besideYes(turn.heard.text) !== null;
    return { ...this.again(turn, form, isHalfYes ? 'plainYes' : 'notUnderstood'), isMissed: !isHalfYes };
  }

  /** From what is known to the next question. @param text what may say which visit it is about */
  private async advance(turn: Turn, form: ComplaintForm, text: string, lead = ''): Promise<Answer> {
    if (!form.matter) {
      await this.withdrawOwn(turn, form);
      const asked = form.account === '' ? 'what' : 'matter';
      const question = asked === 'what' ? words.write('askWhat', turn) : this.askMatter(turn);
      return this.waiting({ ...form, asked, proposalId: null, question }, lead);
    }
    if (form.isVisitKnown) return this.propose(turn, form, form.matter, lead);
    const found = await this.visits.find(turn, text === '' ? form.account : text);
    if (found.kind === 'one') return this.propose(turn, { ...form, visit: labelOf(found.visit), isVisitKnown: true }, form.matter, lead); // prettier-ignore
    const strange = found.strange && words.write('noSuchBooking', turn, { reference: found.strange });
    const said = [lead, strange].filter((part) => part).join(' ');
    if (found.kind === 'none' || (ofNoVisit.has(form.matter) && !strange))
      return this.propose(turn, { ...form, isVisitKnown: true }, form.matter, said);
    const among = found.visits.map(labelOf);
    const question = this.askWhich(turn, among);
    const shown = among.map(({ id }) => id);
    const waiting = this.waiting({ ...form, asked: 'which', among, question }, said);
    return { ...waiting, mentioned: { ...turn.mentioned, shown } };
  }

  private askMatter(turn: Turn): string {
    const matters = offeredMatters.map((matter, at) => `${at + 1}) ${matterNames.write(matter, turn)}`);
    return words.write('askMatter', turn, { matters: matters.join('; ') });
  }

  private askWhich(turn: Turn, among: ComplaintForm['among']): string {
    return among.length === 1
      ? words.write('askOnly', turn, { visit: visitNamed(among[0]!, turn) })
      : words.write('askWhich', turn, { visits: visitsNumbered(among, turn) });
  }

  /** Shows what would be filed and stores the proposal that a yes confirms. */
  private async propose(
    turn: Turn,
    form: ComplaintForm,
    matter: ComplaintMatter,
    lead = '',
  ): Promise<Answer> {
    const { category, severity } = matterRules[matter];
    const { account, visit, wishes } = form;
    const shown = Array.from(account);
    const question = words.write('propose', turn, {
      matter: matterNamed(matter, turn),
      visit: visit ? visitNamed(visit, turn) : 'none',
      account: shown.length > accountShown ? `${shown.slice(0, accountShown).join('')} …` : account,
      wishes: wishes.length > 0 ? wishes.map((wish) => wishNames.write(wish, turn)).join(', ') : 'none',
      severity,
    });
    const { id: proposalId } = await this.proposals.propose(turn.conversationId, {
      tool: 'complaints.create',
      arguments: {
        ...{ category, severity, description: account, wanted: wishes[0] ?? null, language: turn.language },
        subject: subjectOf(matter, visit, turn),
        ...(visit && { bookingId: visit.id }),
      },
      summary: question,
      pricePaise: null,
    });
    return this.waiting({ ...form, asked: 'yes', among: [], proposalId, question }, lead);
  }

  private async file(turn: Turn, form: ComplaintForm): Promise<Answer> {
    const { conversationId, tools } = turn;
    const result = await this.executor.execute(conversationId, form.proposalId, 'complaints.create', tools);
    if (result.kind === 'undecided') return this.again(turn, form, 'undecided');
    if (result.kind === 'gone') return this.propose(turn, form, form.matter!);
    if (result.kind === 'refused')
      return close(words.write('refused', turn, { detail: result.refusal.detail }));
    const { id, reference, dueAt } = result.output;
    const text = words.write('filed', turn, {
      ...{ reference, dueAt: dueAt ?? 'none' },
      due: dueAt ? words.write('due', turn, { at: dueAt }) : '',
      photo: matterRules[form.matter!].isSeen ? 'yes' : 'no',
    });
    return {
      ...close(text),
      outcomes: [{ type: 'complaint', id, reference }],
      mentioned: { ...turn.mentioned, complaint: id },
    };
  }

  private async drop(turn: Turn): Promise<Answer> {
    await this.withdrawOwn(turn, turn.memory);
    return close(words.write('dropped', turn));
  }

  /** What another agent proposes in this conversation stays open. */
  private async withdrawOwn({ conversationId }: Turn, form: Memory): Promise<void> {
    if (form?.proposalId) await this.proposals.withdraw(conversationId);
  }

  private asksIn({ heard }: Turn): { denies: boolean; abandons: boolean } {
    const names = heard.asks.map(({ intents }) => intents[0]?.name ?? '');
    return {
      denies: names.some((name) => saysNo.has(name)),
      abandons: names.length > 0 && names.every((name) => name === 'abandon' || name === 'cancel_booking'),
    };
  }

  private waiting(form: ComplaintForm, lead: string): Answer {
    return { text: `${lead} ${form.question}`.trim(), memory: form, isOpen: true };
  }

  private again(turn: Turn, { question }: ComplaintForm, lead?: Lead): Answer {
    return { text: lead ? `${words.write(lead, turn)} ${question}` : question, isOpen: true };
  }
}

/** For staff, who read English: `The fault is back: AC repair, BK-7F3K9Q`. */
function subjectOf(matter: ComplaintMatter, visit: ComplaintForm['visit'], turn: Turn): string {
  const name = matterNames.write(matter, { ...turn, language: 'en' });
  const about = visit ? `: ${visit.service}, ${visit.reference}` : '';
  return `${name[0]!.toUpperCase()}${name.slice(1)}${about}`.slice(0, 160);
}

function close(text: string): Answer {
  return { text, memory: null, isOpen: false };
}
