// What is worth telling a customer of, out of what they have booked, the time of the year and what is due again. Pure.
import { dayMs } from '#libs/time';

/** A visit of the customer. */
export interface PastVisit {
  serviceId: string;
  subcategoryId: string;
  /** When it ended, or ends. */
  endsAt: Date;
  /** Whether it has been done; otherwise it is still to come or under way. */
  isDone: boolean;
}

export interface OfferedService {
  id: string;
  name: string;
  subcategory: { id: string };
  ratingAverage: number;
  ratingCount: number;
}

export interface Cycle {
  subcategoryId: string;
  dueAfterMonths: number | null;
  seasonMonths: readonly number[];
}

export type RecommendationKind = 'due' | 'season' | 'history';

export interface Recommended<Service> {
  service: Service;
  kind: RecommendationKind;
  /** When the customer had this, or for `history` its neighbour, last; null where never. */
  lastAt: Date | null;
  /** Full months since then. */
  monthsSince: number | null;
  /** For `due`: after how many months it is. */
  dueAfterMonths: number | null;
}

/** What was done this short a while ago, or is booked already, is never recommended, nor is anything of its kind. */
const justDoneMs = 30 * dayMs;
/** Said a little ahead, so that there is time to book. */
const aheadMs = 14 * dayMs;
const monthMs = (365.25 / 12) * dayMs;
/** Of each kind but `due`: what is due again is counted, the others are guesses. */
const mostGuesses = 3;

export interface Known<Service extends OfferedService> {
  visits: readonly PastVisit[];
  services: readonly Service[];
  cycles: readonly Cycle[];
  now: Date;
  /** 1 … 12, in the business time zone. */
  month: number;
  limit: number;
}

/** What is due first, longest overdue first; then what is of the season, then what goes with what was booked, best rated first. */
export function recommend<Service extends OfferedService>({
  visits,
  services,
  cycles,
  now,
  month,
  limit,
}: Known<Service>): Recommended<Service>[] {
  const cycleOf = new Map(cycles.map((cycle) => [cycle.subcategoryId, cycle]));
  const closed = new Set(
    visits
      .filter(({ isDone, endsAt }) => !isDone || now.getTime() - endsAt.getTime() < justDoneMs)
      .map(({ subcategoryId }) => subcategoryId),
  );
  const done = visits.filter(({ isDone }) => isDone).toSorted((a, b) => +b.endsAt - +a.endsAt);
  const lastOfKind = new Map<string, PastVisit>();
  for (const visit of done)
    if (!lastOfKind.has(visit.subcategoryId)) lastOfKind.set(visit.subcategoryId, visit);

  const open = services.filter(({ subcategory }) => !closed.has(subcategory.id)).toSorted(byRating);
  const byId = new Map(open.map((service) => [service.id, service]));
  const found: Recommended<Service>[] = [];
  const told = new Set<string>();
  const tell = (service: Service, kind: RecommendationKind, last: PastVisit | undefined): void => {
    told.add(service.subcategory.id);
    const dueAfterMonths = cycleOf.get(service.subcategory.id)?.dueAfterMonths ?? null;
    const lastAt = last?.endsAt ?? null;
    const monthsSince = lastAt && Math.floor((now.getTime() - lastAt.getTime()) / monthMs);
    found.push({ service, kind, lastAt, monthsSince, dueAfterMonths });
  };

  const due = [...lastOfKind.values()].flatMap((last) => {
    const service = byId.get(last.serviceId);
    const months = cycleOf.get(last.subcategoryId)?.dueAfterMonths;
    const dueAt = months == null ? Infinity : last.endsAt.getTime() + months * monthMs;
    return service && dueAt - aheadMs <= now.getTime() ? [{ service, last, dueAt }] : [];
  });
  for (const { service, last } of due.toSorted((a, b) => a.dueAt - b.dueAt)) tell(service, 'due', last);

  const guess = (kind: 'season' | 'history', isWanted: (service: Service) => boolean): void => {
    let guesses = 0;
    for (const service of open) {
      if (guesses === mostGuesses) return;
      if (told.has(service.subcategory.id) || !isWanted(service)) continue;
      tell(service, kind, lastOfKind.get(service.subcategory.id));
      guesses += 1;
    }
  };
  const isOfSeason = ({ subcategory }: Service) => cycleOf.get(subcategory.id)?.seasonMonths.includes(month);
  guess('season', (service) => isOfSeason(service) === true && !lastOfKind.has(service.subcategory.id));
  const had = new Set(done.map(({ serviceId }) => serviceId));
  guess('history', ({ id, subcategory }) => lastOfKind.has(subcategory.id) && !had.has(id));
  return found.slice(0, limit);
}

function byRating(a: OfferedService, b: OfferedService): number {
  return b.ratingAverage - a.ratingAverage || b.ratingCount - a.ratingCount || (a.name < b.name ? -1 : 1);
}
