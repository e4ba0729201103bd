// Which of the customer's visits a complaint, a rating or a bill is about: one of those that have begun, or were called off, the latest first.
import { Injectable } from '@nestjs/common';
import type { AgentTurn } from '../dialogue/agent.js';
import { VisitFinder } from './visit-finder.js';
import type { VisitRead } from './visit-read.js';
import type { VisitMention } from './visit-mention.js';

/** So many are shown to choose from. */
const latestAtMost = 5;

export type FoundPastVisit =
  | { kind: 'one'; visit: VisitRead }
  /** It is not said which. `strange`: a reference that is none of the customer's was named. */
  | { kind: 'several'; visits: VisitRead[]; strange: string | null }
  /** There is none that it could be. */
  | { kind: 'none'; strange: string | null };

@Injectable()
export class PastVisits {
  constructor(private readonly visits: VisitFinder) {}

  /** @param among only these bookings, where a list was shown to choose from */
  async find(turn: AgentTurn, text: string, among?: readonly string[]): Promise<FoundPastVisit> {
    const { tools, now, mentioned } = turn;
    const all = await this.visits.visitsOf(tools, false);
    const past = pastAmong(all, now);
    const search = { text, now, moves: false, mentioned, ...(among && { among }) };
    const { mention, resolution } = await this.visits.findVisits(search, past);
    const [strange = null] = mention.constraints.references;
    if (strange) {
      // Whoever gives the reference may mean a visit that is to come as well.
      const visit = all.find(({ reference }) => mention.constraints.references.includes(reference));
      if (visit) return { kind: 'one', visit };
    }
    if (resolution.kind === 'one' && !strange) return resolution;
    const left = resolution.kind === 'several' ? latestFirst(resolution.visits) : past;
    // What is told beside it ("since Monday", "my sofa") rules no visit out that is the only one there is.
    if (left.length === 1 && !strange) return { kind: 'one', visit: left[0]! };
    return left.length > 0 ? { kind: 'several', visits: left, strange } : { kind: 'none', strange };
  }

  /** The visit that the words single out, and no other; null where they single out none. */
  async named(turn: AgentTurn, text: string): Promise<VisitRead | null> {
    const { tools, now, mentioned } = turn;
    const past = pastAmong(await this.visits.visitsOf(tools, false), now);
    const { mention, resolution, isNamed } = await this.visits.findVisits(
      { text, now, moves: false, mentioned: { ...mentioned, last: null } },
      past,
    );
    return resolution.kind === 'one' && (isNamed || saysWhich(mention)) ? resolution.visit : null;
  }
}

function saysWhich({ constraints }: VisitMention): boolean {
  const { references, days, hours, position, order } = constraints;
  return references.length + days.length + hours.length > 0 || position !== null || order !== null;
}

function pastAmong(visits: readonly VisitRead[], now: Date): VisitRead[] {
  const past = visits.filter(({ startsAt, status }) => new Date(startsAt) <= now || status === 'cancelled');
  return latestFirst(past).slice(0, latestAtMost);
}

function latestFirst(visits: readonly VisitRead[]): VisitRead[] {
  return visits.toSorted((a, b) => b.startsAt.localeCompare(a.startsAt) || b.id.localeCompare(a.id));
}
