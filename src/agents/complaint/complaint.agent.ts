// The complaint agent: what happened, on which visit, and what is wished for; the category and the severity follow from the words. It is shown, and
// filed after a plain yes.
import { Injectable } from '@nestjs/common';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { plainlyAnswered } from '../dialogue/plain-answer.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import { besideYes, readAgreementTo } from '../reading/agreement.js';
import { filingWords } from '../reading/deed-words.js';
import { ordinalIn } from '../reading/ordinal-reader.js';
import { isChoice } from '../visits/visit-choice.js';
import { labelOf } from '../visits/visit-label.js';
import { complaintMemory, newComplaintForm, withAccount, type ComplaintForm } from './complaint-form.js';
import { ComplaintReader } from './complaint-reader.js';
import { ComplaintProposer } from './complaint-proposer.js';
import { complaintResponses as words } from './complaint-responses.js';
import { PastVisits } from '../visits/past-visits.js';
import { compareSeverity, complaintWishes, matterRules, offeredMatters } from './matters.js';

type Memory = ComplaintForm | null;
type Turn = AgentTurn<Memory>;
type Answer = AgentAnswer<Memory>;
type Correction = Awaited<ReturnType<ComplaintReader['readCorrection']>>;
type Lead = 'takeYourTime' | 'plainYes' | 'notUnderstood' | 'undecided';

/** Heard as clearly as this, a visit is ordered. */
const surely = 0.9;
/** Complaints that wait for the one that is being made. */
const furtherAtMost = 3;
/** Words of a message that only says that something is wrong; whoever writes more has told it, and is not asked to tell it again. */
const bareAtMost = 10;
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
    private readonly visits: PastVisits,
    private readonly proposer: ComplaintProposer,
    private readonly executor: ProposalExecutor,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return complaintMemory.parse(kept ?? null);
  }

  /** What happened is told in any words, but those of an order: what is told in such goes to it all the same (`ComplaintStory`). */
  takesAnswer(heard: TurnUnderstanding, form: Memory): boolean {
    if (form?.asked === 'yes') return readAgreementTo(heard.text, filingWords) === 'yes';
    if (form?.asked === 'which') return isChoice(heard) || noneOfThem.test(heard.text);
    if (form?.asked !== 'what' && form?.asked !== 'matter') return false;
    return heard.asks.every(({ intents: [first] }) => !elsewhere.has(first?.name ?? '') && !isOrder(first));
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

  private begin(turn: Turn): Promise<Answer> {
    return this.begun(turn, turn.heard.text, [], words.write('sorry', turn));
  }

  private async begun(turn: Turn, text: string, further: string[], lead = ''): Promise<Answer> {
    const { matter, wishes } = await this.reader.read(text);
    const empty = newComplaintForm();
    const isBare = !matter && text.trim().split(/\s+/).length <= bareAtMost;
    const told = isBare ? empty : withAccount(empty, text);
    return this.proposer.advance(turn, { ...told, matter, wishes, further }, text, lead);
  }

  /** A yes to a question that is not for one has it put again. */
  private agree(turn: Turn, form: ComplaintForm): Promise<Answer> | Answer {
    if (form.asked === 'yes') return this.file(turn, form);
    const [only, ...more] = form.among;
    const isOnly = form.asked === 'which' && more.length === 0;
    return only && isOnly ? this.about(turn, form, only) : this.again(turn, form);
  }

  private hear(turn: Turn, form: ComplaintForm): Promise<Answer> | Answer {
    const names = turn.heard.asks.map(({ intents }) => intents[0]?.name ?? '');
    if (names.length > 0 && names.every((name) => name === 'abandon' || name === 'cancel_booking'))
      return this.drop(turn);
    if (form.asked === 'which') return this.choose(turn, form);
    return form.asked === 'yes' ? this.correct(turn, form) : this.tell(turn, form);
  }

  /** The answer to what happened, or to which of the matters it is. */
  private async tell(turn: Turn, form: ComplaintForm): Promise<Answer> {
    const { text } = turn.heard;
    const picked = form.asked === 'matter' ? ordinalIn(text.trim(), offeredMatters.length, true) : null;
    if (picked !== null) return this.proposer.advance(turn, { ...form, matter: offeredMatters[picked]! }, '');
    const { matter, wishes } = await this.reader.read(text);
    const told = withAccount(form, text);
    const known = {
      ...told,
      matter,
      wishes: complaintWishes.filter((wish) => [...form.wishes, ...wishes].includes(wish)),
    };
    const answer = await this.proposer.advance(turn, known, told.account);
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
    return this.proposer.advance(turn, { ...form, visit, isVisitKnown: true }, '');
  }

  /** What was shown is wrong, or there is more to it. */
  private async correct(turn: Turn, form: ComplaintForm): Promise<Answer> {
    const { text } = turn.heard;
    const reading = await this.reader.readCorrection(text, form.matter!);
    const named = await this.visits.named(turn, text);
    const isOther = named !== null && named.id !== form.visit?.id;
    // "No, the AC repair" names a visit, and no fault of it.
    const onlyNames = isOther && isChoice(turn.heard);
    const matter = onlyNames ? form.matter : this.corrected(turn, form, reading);
    const wishes = complaintWishes.filter((wish) => [...form.wishes, ...reading.wishes].includes(wish));
    const isTold = !onlyNames && (reading.matter !== null || wishes.length > form.wishes.length);
    if (!isTold && !isOther && matter === form.matter) return this.unchanged(turn, form);
    // "And the electrician came late": another complaint, not another visit for this one.
    if (isOther && isTold && reading.matter !== null && form.visit && !this.corrects(turn, reading))
      return this.further(turn, form);
    const told = isTold ? withAccount(form, text) : form;
    const visit = isOther ? { visit: labelOf(named), isVisitKnown: true } : {};
    return this.proposer.advance(turn, { ...told, ...visit, matter, wishes }, '');
  }

  /** "No, not the bill, he was rude" puts one in the place of the other; what is only told as well counts where it is worse. */
  private corrected(turn: Turn, form: ComplaintForm, reading: Correction): ComplaintForm['matter'] {
    const { matter, isRuledOut } = reading;
    if (!matter) return isRuledOut ? null : form.matter;
    if (this.corrects(turn, reading) || !form.matter) return matter;
    return compareSeverity(matter, form.matter) > 0 ? matter : form.matter;
  }

  private corrects({ heard }: Turn, { isRuledOut }: Correction): boolean {
    return isRuledOut || heard.asks.some(({ intents }) => saysNo.has(intents[0]?.name ?? ''));
  }

  private further(turn: Turn, form: ComplaintForm): Answer {
    const text = `${words.write('oneByOne', turn)} ${form.question}`;
    return {
      text,
      memory: { ...form, further: [...form.further, turn.heard.text].slice(0, furtherAtMost) },
      isOpen: true,
    };
  }

  private unchanged(turn: Turn, form: ComplaintForm): Answer {
    if (turn.others.length > 0) return this.again(turn, form);
    const isHalfYes = besideYes(turn.heard.text) !== null;
    return { ...this.again(turn, form, isHalfYes ? 'plainYes' : 'notUnderstood'), isMissed: !isHalfYes };
  }

  private async file(turn: Turn, form: ComplaintForm): Promise<Answer> {
    const { conversationId, tools } = turn;
    const result = await this.executor.execute(conversationId, form.proposalId, 'complaints.create', tools);
    if (result.kind === 'undecided') return this.again(turn, form, 'undecided');
    if (result.kind === 'gone') return this.proposer.advance(turn, form, '');
    if (result.kind === 'refused') {
      const text = words.write('refused', turn, { detail: result.refusal.detail });
      return this.ended(turn, form, { ...closed, text });
    }
    const { id, reference, dueAt } = result.output;
    const text = words.write('filed', turn, {
      ...{ reference, dueAt: dueAt ?? 'none' },
      due: dueAt ? words.write('due', turn, { at: dueAt }) : '',
      photo: matterRules[form.matter!].isSeen ? 'yes' : 'no',
    });
    return this.ended(turn, form, {
      ...{ ...closed, text },
      outcomes: [{ type: 'complaint', id, reference }],
      mentioned: { ...turn.mentioned, complaint: id },
    });
  }

  private async drop(turn: Turn): Promise<Answer> {
    await this.proposer.withdraw(turn, turn.memory);
    return this.ended(turn, turn.memory, { ...closed, text: words.write('dropped', turn) });
  }

  /** What was told meanwhile of another visit is taken up next. */
  private async ended(turn: Turn, form: Memory, answer: Answer): Promise<Answer> {
    const [next, ...further] = form?.further ?? [];
    if (next === undefined) return answer;
    const begun = await this.begun(turn, next, further);
    return { ...answer, ...begun, text: `${answer.text} ${begun.text}` };
  }

  private again(turn: Turn, { question }: ComplaintForm, lead?: Lead): Answer {
    return { text: lead ? `${words.write(lead, turn)} ${question}` : question, isOpen: true };
  }
}

function isOrder(first: { name: string; confidence: number } | undefined): boolean {
  return first?.name === 'book_service' && first.confidence >= surely;
}

const closed = { memory: null, isOpen: false };
