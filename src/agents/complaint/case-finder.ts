// Which of the customer's complaints a message means: by its reference, by what it is about, by its place in the list, or the only one there is.
import { Injectable } from '@nestjs/common';
import type { ComplaintRead } from '../agent-tools.js';
import type { AgentTurn } from '../dialogue/agent.js';
import { ordinalIn } from '../reading/ordinal-reader.js';
import { ComplaintReader, type CaseStep } from './complaint-reader.js';
import { matterRules } from './matters.js';

export type FoundCase =
  | { kind: 'one'; complaint: ComplaintRead }
  /** It is not said which; the latest first. */
  | { kind: 'several'; complaints: ComplaintRead[] }
  /** None with that reference is the customer's. */
  | { kind: 'unknown'; reference: string }
  /** There is none with which this can be done. `others`: those that there are. */
  | { kind: 'none'; others: ComplaintRead[] };

/** Without the dash only a code with a digit in it: "cp please" is none. */
const referenceIn = /(?<![A-Z0-9])CP(?:-|[\s-]?(?=[A-Z]{0,5}\d))([A-Z0-9]{6})(?![A-Z0-9])/iu;
const ended: ReadonlySet<string> = new Set(['resolved', 'closed', 'withdrawn', 'merged']);
const shortestWord = 4;

@Injectable()
export class CaseFinder {
  constructor(private readonly reader: ComplaintReader) {}

  /** @param among only these, where a list was shown to choose from */
  async find(turn: AgentTurn, text: string, step: CaseStep, among?: readonly string[]): Promise<FoundCase> {
    const { complaints: items } = await turn.tools.need('complaints.list', {});
    const reference = referenceOf(text);
    if (reference) return this.byReference(turn, reference, items);
    const pool = items.filter((each) => (among ? among.includes(each.id) : isFor(step, each)));
    if (pool.length === 0) return { kind: 'none', others: items };
    if (pool.length === 1) return { kind: 'one', complaint: pool[0]! };
    const at = ordinalIn(text.trim(), pool.length, among !== undefined);
    if (at !== null) return { kind: 'one', complaint: pool[at]! };
    const named = await this.named(text, pool);
    if (named.length === 1) return { kind: 'one', complaint: named[0]! };
    const last = pool.find(({ id }) => id === turn.mentioned.complaint);
    if (last && named.length === 0) return { kind: 'one', complaint: last };
    return { kind: 'several', complaints: named.length > 0 ? named : pool };
  }

  private async byReference(turn: AgentTurn, reference: string, items: ComplaintRead[]): Promise<FoundCase> {
    const known = items.find((each) => each.reference === reference);
    if (known) return { kind: 'one', complaint: known };
    const older = await turn.tools.use('complaints.get', { reference });
    return older.ok ? { kind: 'one', complaint: older.output } : { kind: 'unknown', reference };
  }

  /** "The invoice complaint", "the one about the late plumber": those whose subject has the words, or whose kind is meant. */
  private async named(text: string, pool: readonly ComplaintRead[]): Promise<ComplaintRead[]> {
    const said = new Set(wordsOf(text));
    const hits = pool.map(({ subject }) => wordsOf(subject).filter((word) => said.has(word)).length);
    const most = Math.max(...hits);
    if (most > 0) return pool.filter((_, index) => hits[index] === most);
    const { matter } = await this.reader.read(text);
    return pool.filter(({ category }) => matter && matterRules[matter].category === category);
  }
}

/** `CP-4M8T2X`, however it is written; null where none is. */
export function referenceOf(text: string): string | null {
  const code = referenceIn.exec(text)?.[1];
  return code ? `CP-${code.toUpperCase()}` : null;
}

function isFor(step: CaseStep, { status, reopenableUntil }: ComplaintRead): boolean {
  if (step === 'status') return true;
  return step === 'reopen' ? reopenableUntil !== null : !ended.has(status);
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.filter((word) => word.length >= shortestWord);
}
