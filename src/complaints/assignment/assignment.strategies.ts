// Who is given a complaint: pure functions of who there is and what it is.
import { isWaiting, type ComplaintStatus } from '../complaint.states.js';
import type { ComplaintCategory, ComplaintLanguage, ComplaintSeverity } from '../complaint.terms.js';
import type { DutyState } from './duty.js';

export const assignmentStrategies = ['round_robin', 'least_loaded', 'by_skill'] as const;
export type AssignmentStrategy = (typeof assignmentStrategies)[number];

export const deskLanguages = ['en', 'hi'] as const;
export type DeskLanguage = (typeof deskLanguages)[number];

/** Somebody of the desk as they are at this moment. */
export interface DeskPerson {
  id: string;
  name: string;
  isActive: boolean;
  /** Whether they may work on complaints, and so see them. */
  mayWork: boolean;
  /** Whether they may work on what was escalated. */
  mayLead: boolean;
  duty: DutyState;
  /** None: every category. */
  skills: ComplaintCategory[];
  languages: DeskLanguage[];
  /** Sum of weights. */
  capacity: number;
  load: number;
  lastAssignedAt: Date | null;
}

export interface DeskWork {
  category: ComplaintCategory;
  severity: ComplaintSeverity;
  status: ComplaintStatus;
  language?: ComplaintLanguage | null;
  escalationLevel: number;
}

export const refusalCodes = [
  'not_active',
  'not_permitted',
  'held_before',
  'no_lead',
  'on_leave',
  'paused',
  'off_duty',
  'other_category',
  'other_language',
  'no_capacity',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** These hold by hand as well: nobody gets what they may not see, nor reviews what they have decided. */
export const hardRefusals: ReadonlySet<RefusalCode> = new Set(['not_active', 'not_permitted', 'held_before']);

const weights: Readonly<Record<ComplaintSeverity, number>> = { low: 2, medium: 4, high: 6, critical: 8 };

/** What is waited for takes half of the attention. */
export function weightOf({ severity, status }: Pick<DeskWork, 'severity' | 'status'>): number {
  return isWaiting(status) ? weights[severity] / 2 : weights[severity];
}

/** SQL of the same, of a row of complaints. */
export const weightSql = `(case severity ${Object.entries(weights)
  .map(([severity, weight]) => `when '${severity}' then ${weight}`)
  .join(' ')} end / case when waiting_since is null then 1 else 2 end)`;

/**
 * Why somebody is not given it, in the order of {@link refusalCodes}; none where they may be.
 * @param heldBefore those who had it before it was escalated
 */
export function refusalsOf(
  person: DeskPerson,
  work: DeskWork,
  heldBefore: ReadonlySet<string>,
): RefusalCode[] {
  const language = languageOf(work);
  const isReview = work.escalationLevel > 0;
  const holds: Record<RefusalCode, boolean> = {
    not_active: !person.isActive,
    not_permitted: !person.mayWork,
    held_before: isReview && heldBefore.has(person.id),
    no_lead: isReview && !person.mayLead,
    on_leave: person.duty === 'on_leave',
    paused: person.duty === 'paused',
    off_duty: person.duty === 'off_duty',
    other_category: person.skills.length > 0 && !person.skills.includes(work.category),
    other_language: language !== null && !person.languages.includes(language),
    no_capacity: person.load + weightOf(work) > person.capacity,
  };
  return refusalCodes.filter((code) => holds[code]);
}

/** Null where nobody may be given it now. */
export function chosenFor(
  strategy: AssignmentStrategy,
  people: readonly DeskPerson[],
  work: DeskWork,
  heldBefore: ReadonlySet<string> = new Set(),
): DeskPerson | null {
  const free = people.filter((person) => refusalsOf(person, work, heldBefore).length === 0);
  return inOrder(strategy, free)[0] ?? null;
}

/** Whose turn it is first, by the strategy; in the end by id, so that the same people are always in the same order. */
export function inOrder(strategy: AssignmentStrategy, people: readonly DeskPerson[]): DeskPerson[] {
  const keys: Record<AssignmentStrategy, (person: DeskPerson) => number[]> = {
    round_robin: (person) => [lastTurn(person)],
    least_loaded: (person) => [share(person), lastTurn(person)],
    by_skill: (person) => [breadth(person), share(person), lastTurn(person)],
  };
  const keyOf = keys[strategy];
  return people.toSorted((one, other) => compare(keyOf(one), keyOf(other)) || (one.id < other.id ? -1 : 1));
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : one[at]! - other[at]!;
}

const share = ({ load, capacity }: DeskPerson): number => load / capacity;
/** Whoever never had one goes first. */
const lastTurn = ({ lastAssignedAt }: DeskPerson): number => lastAssignedAt?.getTime() ?? 0;
/** Who does less besides knows it best; who does everything comes last. */
const breadth = ({ skills }: DeskPerson): number => (skills.length === 0 ? Infinity : skills.length);

/** Both ways of writing Hindi are one to a reader; what is not known asks for nothing. */
function languageOf({ language }: DeskWork): DeskLanguage | null {
  if (!language) return null;
  return language === 'en' ? 'en' : 'hi';
}
