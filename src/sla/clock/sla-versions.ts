// The versions of calendars and policies that there have been, laid out in time: which of them holds at which instant.
import type { CalendarTerms } from './calendar-terms.entity.js';
import type { SlaRule, SlaSubject } from './sla-terms.entity.js';
import { WorkingTime, type CountedTime, type Span } from './working-time.js';

interface Version {
  number: number;
  validFrom: Date;
  /** From then on the one that held before holds again. */
  retiredAt: Date | null;
}

export interface CalendarVersion extends Version {
  /** Null: the one for all who have no calendar of their own. */
  city: string | null;
  terms: CalendarTerms;
}

export interface SlaPolicyVersion extends Version {
  rules: readonly SlaRule[];
}

/** What holds of several: the latest that has begun and is not retired; of two that began together, the higher number. */
export function inForceAt<V extends Version>(versions: readonly V[], instant: number): V | null {
  let found: V | null = null;
  for (const version of versions) {
    const { validFrom, retiredAt, number } = version;
    if (validFrom.getTime() > instant || (retiredAt && retiredAt.getTime() <= instant)) continue;
    const isLater = !found || validFrom > found.validFrom;
    if (isLater || (found!.validFrom.getTime() === validFrom.getTime() && number > found!.number))
      found = version;
  }
  return found;
}

/** A stretch of time in which one calendar holds. */
export interface CalendarSpan extends Span {
  calendar: number;
  time: CountedTime;
}

/** The calendars of one city one after the other: what has been counted under one stays counted when another one comes. */
export class CalendarTimeline implements CountedTime {
  /** @param stretches without a gap, from -Infinity to Infinity */
  constructor(private readonly stretches: readonly CalendarSpan[]) {}

  between(from: number, to: number): number {
    let sum = 0;
    for (const piece of this.pieces(from, to)) sum += piece.time.between(piece.from, piece.to);
    return sum;
  }

  after(from: number, ms: number, before = Infinity): number | null {
    let left = ms;
    for (const piece of this.pieces(from, before)) {
      const reached = piece.time.after(piece.from, left, piece.to);
      if (reached !== null || piece.to === Infinity) return reached;
      left -= piece.time.between(piece.from, piece.to);
    }
    return null;
  }

  *spans(from: number, to: number): Generator<Span & { calendar: number }> {
    for (const { calendar, time, ...piece } of this.pieces(from, to))
      for (const span of time.spans(piece.from, piece.to)) yield { ...span, calendar };
  }

  /** The calendar in force at an instant. */
  at(instant: number): number {
    return this.stretches.find(({ from, to }) => from <= instant && instant < to)!.calendar;
  }

  private *pieces(from: number, to: number): Generator<CalendarSpan> {
    for (const stretch of this.stretches) {
      if (stretch.to <= from) continue;
      if (stretch.from > to) return;
      yield { ...stretch, from: Math.max(stretch.from, from), to: Math.min(stretch.to, to) };
    }
  }
}

/** Which rule of which version a case is held to. */
export interface ChosenRule {
  policy: number;
  rule: SlaRule;
}

/** All versions that were ever published. Immutable: what is laid out once is kept, so one of these serves for as many cases as there are. */
export class SlaVersions {
  private readonly timelines = new Map<string | null, CalendarTimeline>();
  private readonly times: ReadonlyMap<number, WorkingTime>;

  /** @throws Error without a general calendar or without a policy, which no installation is */
  constructor(
    private readonly calendars: readonly CalendarVersion[],
    private readonly policies: readonly SlaPolicyVersion[],
  ) {
    if (!calendars.some(({ city }) => city === null) || policies.length === 0)
      throw new Error('There is no calendar for everybody, or no policy.');
    this.times = new Map(calendars.map(({ number, terms }) => [number, new WorkingTime(terms)]));
  }

  /** Of a city; where it has no calendar, and while it has none, the general one. */
  timelineOf(city: string | null): CalendarTimeline {
    const known = this.timelines.get(city);
    if (known) return known;
    const own = this.calendars.filter((calendar) => city !== null && calendar.city === city);
    if (city !== null && own.length === 0) return this.timelineOf(null);
    const timeline = this.layOut(
      own,
      this.calendars.filter((calendar) => calendar.city === null),
    );
    this.timelines.set(city, timeline);
    return timeline;
  }

  /** The first rule that holds of the version in force. @throws Error where none holds, which the check of a draft excludes */
  ruleFor(subject: SlaSubject, instant: number): ChosenRule {
    const { number, rules } = inForceAt(this.policies, instant) ?? earliest(this.policies);
    const rule = rules.find(({ when }) => holds(when, subject));
    if (!rule) throw new Error(`No rule of policy ${number} says what is promised.`);
    return { policy: number, rule };
  }

  private layOut(own: readonly CalendarVersion[], general: readonly CalendarVersion[]): CalendarTimeline {
    const changes = [...own, ...general]
      .flatMap(({ validFrom, retiredAt }) => [validFrom, retiredAt])
      .flatMap((instant) => (instant ? [instant.getTime()] : []))
      .toSorted((a, b) => a - b);
    const stretches: CalendarSpan[] = [];
    for (const [index, from] of [-Infinity, ...changes].entries()) {
      const calendar = (inForceAt(own, from) ?? inForceAt(general, from) ?? earliest(general)).number;
      const to = changes[index] ?? Infinity;
      const last = stretches.at(-1);
      if (last?.calendar === calendar) last.to = to;
      else if (from < to) stretches.push({ from, to, calendar, time: this.times.get(calendar)! });
    }
    return new CalendarTimeline(stretches);
  }
}

function holds({ categories, severities, customerTiers }: SlaRule['when'], subject: SlaSubject): boolean {
  return (
    (categories?.includes(subject.category) ?? true) &&
    (severities?.includes(subject.severity) ?? true) &&
    (customerTiers === null ||
      (subject.customerTier !== null && customerTiers.includes(subject.customerTier)))
  );
}

/** What was before the first version is under the first. */
function earliest<V extends Version>(versions: readonly V[]): V {
  return versions.reduce((first, version) =>
    version.validFrom < first.validFrom ||
    (version.validFrom.getTime() === first.validFrom.getTime() && version.number < first.number)
      ? version
      : first,
  );
}
