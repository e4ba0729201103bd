// Drafts as the API shows them: a series as subcategory and group of pincodes, a city as its id.
import { partsOf, type CityDemand } from '../forecast/demand.service.js';
import type { ConflictingVisit } from '../planning.errors.js';
import type { PlannedWork } from './coverage.js';
import type { DraftComparison } from './publication.service.js';
import type { ShiftDraft } from './shift-draft.entity.js';

export function toSummaryView(draft: ShiftDraft) {
  return {
    id: draft.id,
    cityId: draft.city,
    week: draft.week,
    status: draft.status,
    reservePercent: draft.reservePercent,
    leastPresent: draft.leastPresent,
    openFromHour: draft.openFromHour,
    openToHour: draft.openToHour,
    providers: draft.providerIds.length,
    uncoveredInAll: draft.uncoveredInAll,
    jobId: draft.jobId ?? null,
    publishedAt: draft.publishedAt ?? null,
    version: draft.version,
    createdAt: draft.createdAt,
  };
}

export function toDraftView({ draft, shifts }: { draft: ShiftDraft; shifts: PlannedWork[] }) {
  return {
    ...toSummaryView(draft),
    accuracy: draft.accuracy ?? null,
    shifts,
    uncovered: draft.uncovered.map(({ series, ...gap }) => ({ ...partsOf(series), ...gap })),
  };
}

export function toPublishedView({ draft, conflicts }: { draft: ShiftDraft; conflicts: ConflictingVisit[] }) {
  return { ...toSummaryView(draft), conflicts };
}

export function toComparisonView(comparison: DraftComparison): DraftComparison {
  return comparison;
}

/** Visits to the hundredth. */
export function toForecastView(cityId: string, { history, visits, accuracy }: CityDemand) {
  return {
    cityId,
    history,
    visitsInAll: hundredths(visits.reduce((sum, each) => sum + each.visits, 0)),
    items: visits
      .map(({ series, ...each }) => ({ ...partsOf(series), ...each, visits: hundredths(each.visits) }))
      .filter((each) => each.visits > 0),
    accuracy,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
