// The rating agent: stars and words for a visit that is done, shown as everybody will read them, and given after a plain yes.
import { Injectable } from '@nestjs/common';
import { ProposalsService } from '../../conversations/proposals.service.js';
import { Agent, type AgentAnswer, type AgentTurn, type DialogueAgent } from '../dialogue/agent.js';
import { plainlyAnswered } from '../dialogue/plain-answer.js';
import { ProposalExecutor } from '../dialogue/proposal-executor.js';
import type { TurnUnderstanding } from '../language/language-understander.js';
import { besideYes } from '../reading/agreement.js';
import { PastVisits } from '../visits/past-visits.js';
import { isChoice } from '../visits/visit-choice.js';
import { labelOf, visitNamed, visitsNumbered } from '../visits/visit-label.js';
import type { VisitRead } from '../visits/visit-read.js';
import { ratingMemory, type RatingForm } from './rating-form.js';
import { ratingResponses as words } from './rating-responses.js';
import { opinionIn, starsIn } from './stars-reader.js';

type Memory = RatingForm | null;
type Turn = AgentTurn<Memory>;
type Answer = AgentAnswer<Memory>;

/** Characters that a review takes. */
const commentAtMost = 1000;

@Agent({
  name: 'rating',
  description: 'Stars and words for a visit that is done.',
  order: 65,
  intents: ['rate_visit'],
  kind: 'frame',
  absorbs: ['abandon', 'thanks'],
})
@Injectable()
export class RatingAgent implements DialogueAgent<Memory> {
  constructor(
    private readonly visits: PastVisits,
    private readonly proposals: ProposalsService,
    private readonly executor: ProposalExecutor,
  ) {}

  restoreMemory(kept: unknown): Memory {
    return ratingMemory.parse(kept ?? null);
  }

  /** "5" is no time here, and "the AC one" asks for no service. */
  takesAnswer(heard: TurnUnderstanding, form: Memory): boolean {
    if (form?.asked === 'which') return isChoice(heard);
    return form !== null && starsIn(heard.text, form.asked === 'stars') !== null;
  }

  openQuestion(form: Memory): string {
    return form?.question ?? '';
  }

  answer(turn: Turn): Promise<Answer> | Answer {
    const { memory: form, heard, isFront } = turn;
    if (!form || !isFront) return this.begin(turn);
    const drop = () => this.drop(turn);
    const plain = plainlyAnswered<Promise<Answer> | Answer>(heard.text, {
      yes: form.asked === 'yes' && (() => this.execute(turn, form)),
      ...{ no: drop, stop: drop },
      wait: () => this.again(turn, form, 'takeYourTime'),
    });
    if (plain) return plain;
    if (form.asked === 'which') return this.choose(turn, form);
    return this.change(turn, form);
  }

  private async begin(turn: Turn): Promise<Answer> {
    const { heard, own } = turn;
    const text = own.length > 0 ? own.map((ask) => ask.text).join(', ') : heard.text;
    const said = {
      stars: starsIn(heard.text, false),
      comment: opinionIn(heard.text).slice(0, commentAtMost),
    };
    const form: RatingForm = {
      ...{ asked: 'which', among: [], visit: null, proposalId: null, question: '' },
      ...said,
    };
    return this.find(turn, form, text);
  }

  private choose(turn: Turn, form: RatingForm): Promise<Answer> {
    return this.find(
      turn,
      form,
      turn.heard.text,
      form.among.map(({ id }) => id),
    );
  }

  /** Only what was done can be rated; of several the words have to say which. */
  private async find(turn: Turn, form: RatingForm, text: string, among?: string[]): Promise<Answer> {
    const found = await this.visits.find(turn, text, among);
    if (found.kind !== 'one' && found.strange)
      return closed(words.write('noSuchBooking', turn, { reference: found.strange }));
    if (found.kind === 'one') return this.rate(turn, form, found.visit);
    const done = found.kind === 'several' ? found.visits.filter(isDone) : [];
    const [only] = done;
    if (!only) return closed(words.write('nothingDone', turn));
    if (done.length === 1) return this.rate(turn, form, only);
    const labels = done.map(labelOf);
    const question = words.write('askWhich', turn, { visits: visitsNumbered(labels, turn) });
    return {
      ...waiting({ ...form, asked: 'which', among: labels, question }),
      ...{ mentioned: { ...turn.mentioned, shown: labels.map(({ id }) => id) }, isMissed: Boolean(among) },
    };
  }

  private rate(turn: Turn, form: RatingForm, visit: VisitRead): Promise<Answer> | Answer {
    const label = labelOf(visit);
    if (!isDone(visit)) return closed(words.write('notDone', turn, { visit: visitNamed(label, turn) }));
    return this.advance(turn, { ...form, visit: label, among: [] });
  }

  /** Other stars, or something to say of it. */
  private change(turn: Turn, form: RatingForm): Promise<Answer> | Answer {
    const { heard, own, others } = turn;
    const stars = starsIn(heard.text, form.asked === 'stars');
    const comment = opinionIn(heard.text);
    if (stars !== null) {
      const next = { ...form, stars, comment: (comment || form.comment).slice(0, commentAtMost) };
      return this.advance(turn, next);
    }
    if (others.length > 0) return this.again(turn, form);
    const isHalfYes = form.asked === 'yes' && besideYes(heard.text) !== null;
    if (isHalfYes || comment === '' || (own.length === 0 && form.asked === 'stars'))
      return { ...this.again(turn, form, isHalfYes ? 'plainYes' : 'notUnderstood'), isMissed: !isHalfYes };
    const said = [form.comment, comment].filter((each) => each !== '').join(', ');
    return this.advance(turn, { ...form, comment: said.slice(0, commentAtMost) });
  }

  private async advance(turn: Turn, form: RatingForm): Promise<Answer> {
    const { conversationId, mentioned } = turn;
    const visit = visitNamed(form.visit!, turn);
    const about = { mentioned: { ...mentioned, last: form.visit!.id } };
    if (form.stars === null) {
      const question = words.write('askStars', turn, { visit });
      return { ...waiting({ ...form, asked: 'stars', question }), ...about };
    }
    const { stars, comment } = form;
    const says = comment === '' ? 'none' : 'other';
    const question = words.write('propose', turn, { visit, stars, comment, says });
    const { id: proposalId } = await this.proposals.propose(conversationId, {
      tool: 'bookings.rate',
      arguments: { bookingId: form.visit!.id, rating: stars, comment },
      summary: question,
      pricePaise: null,
    });
    return { ...waiting({ ...form, asked: 'yes', proposalId, question }), ...about };
  }

  private async execute(turn: Turn, form: RatingForm): Promise<Answer> {
    const { conversationId, tools } = turn;
    const result = await this.executor.execute(conversationId, form.proposalId, 'bookings.rate', tools);
    const { reference } = form.visit!;
    const visit = visitNamed(form.visit!, turn);
    switch (result.kind) {
      case 'undecided':
        return { text: words.write('undecided', turn), isOpen: true };
      case 'gone':
        return this.advance(turn, form);
      case 'refused': {
        const { code, detail } = result.refusal;
        const isRated = code === 'REVIEW_EXISTS';
        return closed(isRated ? words.write('ratedBefore', turn, { visit }) : words.write('refused', turn, { detail })); // prettier-ignore
      }
      case 'done': {
        const { id, rating: stars } = result.output;
        const outcomes = [{ type: 'review' as const, id, reference }];
        return { ...closed(words.write('rated', turn, { visit, stars })), outcomes };
      }
    }
  }

  private async drop(turn: Turn): Promise<Answer> {
    if (turn.memory?.proposalId) await this.proposals.withdraw(turn.conversationId);
    return closed(words.write('dropped', turn));
  }

  private again(
    turn: Turn,
    { question }: RatingForm,
    lead?: 'takeYourTime' | 'plainYes' | 'notUnderstood',
  ): Answer {
    return { text: lead ? `${words.write(lead, turn)} ${question}` : question, isOpen: true };
  }
}

function isDone({ status }: VisitRead): boolean {
  return status === 'completed';
}

function waiting(form: RatingForm): Answer {
  return { text: form.question, memory: form, isOpen: true };
}

function closed(text: string): Answer {
  return { text, memory: null, isOpen: false };
}
