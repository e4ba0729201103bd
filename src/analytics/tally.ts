// Adds up the slices of a report.
import type { LocalDate } from '#libs/time';
import type { AnalyticsReport } from './analytics.schemas.js';
import type { ComplaintsRow, CountRow, RatingsRow, VisitsRow } from './report.queries.js';

interface Group {
  visits: number;
  completed: number;
  cancelled: number;
  revenuePaise: number;
}

class Counter {
  private readonly counts = new Map<string, number>();

  add(key: string, count: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + count);
  }

  of(key: string): number {
    return this.counts.get(key) ?? 0;
  }

  total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Most first. */
  as<Name extends string>(name: Name) {
    const sorted = [...this.counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
    return sorted.map(([key, count]) => ({ [name]: key, count }) as Record<Name, string> & { count: number });
  }
}

class Groups {
  private readonly groups = new Map<string, Group>();

  add(key: string, { status, count, completedPaise, feesPaise }: VisitsRow): void {
    const group = this.of(key);
    group.visits += count;
    if (status === 'completed') group.completed += count;
    if (status === 'cancelled') group.cancelled += count;
    group.revenuePaise += completedPaise + feesPaise;
    this.groups.set(key, group);
  }

  of(key: string): Group {
    return this.groups.get(key) ?? { visits: 0, completed: 0, cancelled: 0, revenuePaise: 0 };
  }

  /** What earned most first. */
  as<Name extends string>(name: Name) {
    const sorted = [...this.groups].sort(
      ([a, one], [b, other]) => other.revenuePaise - one.revenuePaise || (a < b ? -1 : 1),
    );
    return sorted.map(([key, group]) => ({ [name]: key, ...group }) as Record<Name, string> & Group);
  }
}

interface Rated {
  up: number;
  down: number;
}

class Ratings {
  private readonly rated = new Map<string, Rated>();

  add(key: string, { rating, count }: RatingsRow): void {
    const rated = this.of(key);
    rated[rating] += count;
    this.rated.set(key, rated);
  }

  of(key: string): Rated {
    return this.rated.get(key) ?? { up: 0, down: 0 };
  }

  /** What was rated down most often first. */
  as<Name extends string>(name: Name) {
    const sorted = [...this.rated].sort(
      ([a, one], [b, other]) => other.down - one.down || other.up - one.up || (a < b ? -1 : 1),
    );
    return sorted.map(([key, rated]) => ({ [name]: key, ...rated }) as Record<Name, string> & Rated);
  }
}

export class CountTally {
  private readonly statuses = new Counter();
  private readonly byDay = new Groups();
  private readonly byCity = new Groups();
  private readonly byCategory = new Groups();
  private readonly conversations = new Counter();
  private readonly messages = new Counter();
  private readonly intents = new Counter();
  private readonly ratings = { all: new Ratings(), agent: new Ratings(), intent: new Ratings() };
  private readonly complaintStatuses = new Counter();
  private readonly complaintCategories = new Counter();
  private completedPaise = 0;
  private feesPaise = 0;

  addVisits(rows: readonly VisitsRow[]): void {
    for (const row of rows) {
      this.statuses.add(row.status, row.count);
      this.byDay.add(row.day, row);
      this.byCity.add(row.city, row);
      this.byCategory.add(row.category, row);
      this.completedPaise += row.completedPaise;
      this.feesPaise += row.feesPaise;
    }
  }

  addConversations(rows: readonly CountRow[]): void {
    for (const { key, count } of rows) this.conversations.add(key, count);
  }

  addMessages(rows: readonly CountRow[]): void {
    for (const { key, count } of rows) this.messages.add(key, count);
  }

  addIntents(rows: readonly CountRow[]): void {
    for (const { key, count } of rows) this.intents.add(key, count);
  }

  addRatings(rows: readonly RatingsRow[]): void {
    for (const row of rows) this.ratings[row.about].add(row.key, row);
  }

  addComplaints(rows: readonly ComplaintsRow[]): void {
    for (const { status, category, count } of rows) {
      this.complaintStatuses.add(status, count);
      this.complaintCategories.add(category, count);
    }
  }

  /** @param days all of them, also those of which there is nothing to tell */
  report(days: readonly LocalDate[], timeZone: string): AnalyticsReport {
    const total = this.statuses.total();
    const cancelled = this.statuses.of('cancelled');
    return {
      from: days[0]!,
      to: days.at(-1)!,
      timeZone,
      bookings: {
        total,
        byStatus: this.statuses.as('status'),
        byDay: days.map((day) => ({ day, ...this.byDay.of(day) })),
        byCity: this.byCity.as('city'),
        byCategory: this.byCategory.as('category'),
      },
      revenue: {
        currency: 'INR',
        completedPaise: this.completedPaise,
        cancellationFeesPaise: this.feesPaise,
        totalPaise: this.completedPaise + this.feesPaise,
      },
      cancellations: {
        count: cancelled,
        rate: total === 0 ? null : Math.round((1000 * cancelled) / total) / 1000,
      },
      conversations: {
        begun: this.conversations.total(),
        messages: this.messages.as('role'),
        intents: this.intents.as('intent'),
        ratings: {
          ...this.ratings.all.of(''),
          byAgent: this.ratings.agent.as('agent'),
          byIntent: this.ratings.intent.as('intent'),
        },
      },
      complaints: {
        filed: this.complaintStatuses.total(),
        byStatus: this.complaintStatuses.as('status'),
        byCategory: this.complaintCategories.as('category'),
      },
    };
  }
}
