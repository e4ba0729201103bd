// How a provider's work has gone so far. Counted in the background from bookings and reviews (bookings.jobs.ts, reviews.jobs.ts).
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Provider } from './provider.entity.js';

interface Counts {
  completed: number;
  cancelled: number;
  noShow: number;
  ratingAverage: number;
  ratingCount: number;
}

/** `completionRate` is the part of the visits that were to be which were completed; null where there were none. */
type Period = Counts & { completionRate: number | null };

export interface StatisticsByPeriod {
  total: Period;
  last90Days: Period;
  /** When it last changed. */
  updatedAt: Date;
}

const ProviderStatisticsSchema = defineEntity({
  name: 'ProviderStatistics',
  tableName: 'provider_statistics',
  properties: {
    provider: () => p.oneToOne(Provider).mapToPk().primary().owner().deleteRule('cascade'),
    completed: p.integer(),
    cancelled: p.integer(),
    noShow: p.integer(),
    ratingAverage: p.decimal('number').precision(3).scale(2),
    ratingCount: p.integer(),
    /** The same over the last 90 days: visits by when they began, ratings by when they were given. */
    recentCompleted: p.integer(),
    recentCancelled: p.integer(),
    recentNoShow: p.integer(),
    recentRatingAverage: p.decimal('number').precision(3).scale(2),
    recentRatingCount: p.integer(),
    ...timestampColumns(),
  },
});
export class ProviderStatistics extends ProviderStatisticsSchema.class {
  shown(): StatisticsByPeriod {
    const { completed, cancelled, noShow, ratingAverage, ratingCount, updatedAt } = this;
    return {
      total: period({ completed, cancelled, noShow, ratingAverage, ratingCount }),
      last90Days: period({
        completed: this.recentCompleted,
        cancelled: this.recentCancelled,
        noShow: this.recentNoShow,
        ratingAverage: this.recentRatingAverage,
        ratingCount: this.recentRatingCount,
      }),
      updatedAt,
    };
  }
}
ProviderStatisticsSchema.setClass(ProviderStatistics);

function period(counts: Counts): Period {
  const { completed, cancelled, noShow } = counts;
  const ended = completed + cancelled + noShow;
  return { ...counts, completionRate: ended === 0 ? null : Math.round((1000 * completed) / ended) / 1000 };
}
