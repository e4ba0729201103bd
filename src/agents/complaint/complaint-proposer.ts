// From what is known of a complaint to the next question about it, and to the proposal that a yes files.
import { Injectable } from '@nestjs/common';
import { ProposalsService } from '../../conversations/proposals.service.js';
import type { AgentAnswer, AgentTurn } from '../dialogue/agent.js';
import { labelOf, visitNamed, visitsNumbered } from '../visits/visit-label.js';
import type { ComplaintForm } from './complaint-form.js';
import { complaintResponses as words } from './complaint-responses.js';
import { PastVisits } from '../visits/past-visits.js';
import { matterNamed, matterNames, wishNames } from './matter-responses.js';
import { matterRules, offeredMatters, type ComplaintMatter } from './matters.js';

type Turn = AgentTurn<ComplaintForm | null>;
type Answer = AgentAnswer<ComplaintForm | null>;

/** Of the customer's words, in the question whether to file them. */
const accountShown = 300;
/** Of a subject. */
const subjectAtMost = 160;
/** About no visit, unless one is named. */
const ofNoVisit = new Set<ComplaintMatter>(['app_trouble', 'support']);

@Injectable()
export class ComplaintProposer {
  constructor(
    private readonly visits: PastVisits,
    private readonly proposals: ProposalsService,
  ) {}

  /** From what is known to the next question. @param text what may say which visit it is about */
  async advance(turn: Turn, form: ComplaintForm, text: string, lead = ''): Promise<Answer> {
    if (!form.matter) {
      await this.withdraw(turn, form);
      const asked = form.account === '' ? 'what' : 'matter';
      const question = asked === 'what' ? words.write('askWhat', turn) : this.askMatter(turn);
      return waiting({ ...form, asked, proposalId: null, question }, lead);
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
    const asked = waiting({ ...form, asked: 'which', among, question }, said);
    return { ...asked, mentioned: { ...turn.mentioned, shown } };
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
    const { account, visit, wishes } = form;
    const told = await this.weighed(turn, form, matter);
    const { category, severity } = matterRules[told];
    const shown = Array.from(account);
    const question = words.write('propose', turn, {
      matter: matterNamed(told, turn),
      visit: visit ? visitNamed(visit, turn) : 'none',
      account: shown.length > accountShown ? `${shown.slice(0, accountShown).join('')} …` : account,
      wishes: wishes.length > 0 ? wishes.map((wish) => wishNames.write(wish, turn)).join(', ') : 'none',
      severity,
    });
    const { id: proposalId } = await this.proposals.propose(turn.conversationId, {
      tool: 'complaints.create',
      arguments: {
        ...{ category, severity, description: account, wanted: wishes[0] ?? null, language: turn.language },
        subject: subjectOf(told, visit, turn),
        ...(visit && { bookingId: visit.id }),
      },
      summary: question,
      pricePaise: null,
    });
    const warning = severity === 'critical' ? words.write('dangerFirst', turn) : '';
    const leads = [warning, lead].filter((part) => part !== '').join(' ');
    return waiting({ ...form, matter: told, asked: 'yes', among: [], proposalId, question }, leads);
  }

  /** "Second no-show" of the handbook, also where it is not said: one was complained of before. */
  private async weighed(
    { tools }: Turn,
    { visit }: ComplaintForm,
    matter: ComplaintMatter,
  ): Promise<ComplaintMatter> {
    if (matter !== 'no_show') return matter;
    const { complaints } = await tools.need('complaints.list', {});
    const isOther = (bookingId: string | null): boolean => bookingId === null || bookingId !== visit?.id;
    const before = complaints.filter(
      ({ category, status }) => category === 'no_show' && status !== 'withdrawn',
    );
    return before.some(({ bookingId }) => isOther(bookingId)) ? 'no_show_again' : matter;
  }

  /** What another agent proposes in this conversation stays open. */
  async withdraw({ conversationId }: Turn, form: ComplaintForm | null): Promise<void> {
    if (form?.proposalId) await this.proposals.withdraw(conversationId);
  }
}

/** For staff, who read English: `The fault is back: AC repair, BK-7F3K9Q`. */
function subjectOf(matter: ComplaintMatter, visit: ComplaintForm['visit'], turn: Turn): string {
  const name = matterNames.write(matter, { ...turn, language: 'en' });
  const about = visit ? `: ${visit.service}, ${visit.reference}` : '';
  return `${name[0]!.toUpperCase()}${name.slice(1)}${about}`.slice(0, subjectAtMost);
}

function waiting(form: ComplaintForm, lead: string): Answer {
  return { text: `${lead} ${form.question}`.trim(), memory: form, isOpen: true };
}
