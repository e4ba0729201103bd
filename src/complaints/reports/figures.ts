// The rows of the count as figures. Pure.
import type { SlaMetric } from '../../sla/clock/sla-terms.entity.js';
import { dimensions, type CohortRow, type Dimension } from './report.queries.js';
import type { Figures, FiguresGroup } from './reports.schemas.js';

const groupsAtMost = 100;

/** The bits of `grouping(...)`: one for each dimension that is not told apart, the first of them the highest. */
const everyBit = 2 ** dimensions.length - 1;
const bitOf = (dimension: Dimension): number => 2 ** (dimensions.length - 1 - dimensions.indexOf(dimension));

export function totalOf(rows: readonly CohortRow[]): Figures {
  return figuresOf(rows.find(({ which }) => which === everyBit)!);
}

/** Those of a dimension in its order, or, where there may be many of them, the most frequent ones first. */
export function groupsOf(
  rows: readonly CohortRow[],
  dimension: Dimension,
  labels: ReadonlyMap<string, string> = new Map(),
): FiguresGroup[] {
  const isInOrder = dimension === 'day' || dimension === 'hour';
  return rows
    .filter(({ which }) => which === everyBit - bitOf(dimension))
    .sort((one, other) =>
      isInOrder
        ? one[dimension].localeCompare(other[dimension])
        : other.filed - one.filed || one[dimension].localeCompare(other[dimension]),
    )
    .slice(0, isInOrder ? undefined : groupsAtMost)
    .map((row) => ({
      key: row[dimension],
      label: labels.get(row[dimension]) ?? row[dimension].replaceAll('_', ' '),
      ...figuresOf(row),
    }));
}

function figuresOf(row: CohortRow): Figures {
  const { filed, open, resolved, reopened, escalated, answers, stars, satisfied } = row;
  return {
    filed,
    open,
    resolved,
    reopened,
    escalated,
    sla: {
      firstResponse: attainedOf(row, 'first_response'),
      nextResponse: attainedOf(row, 'next_response'),
      resolution: attainedOf(row, 'resolution'),
    },
    survey: {
      answers,
      average: answers === 0 ? null : tenths(stars / answers),
      satisfiedPercent: percentOf(satisfied, answers),
    },
    firstResponse: { median: tenths(row.response_median), p90: tenths(row.response_p90) },
    resolution: { median: tenths(row.resolution_median), p90: tenths(row.resolution_p90) },
  };
}

function attainedOf(row: CohortRow, metric: SlaMetric) {
  const [met, missed] = [row[`${metric}_met`], row[`${metric}_missed`]];
  return { met, missed, pending: row.filed - met - missed, percent: percentOf(met, met + missed) };
}

const percentOf = (part: number, all: number): number | null =>
  all === 0 ? null : tenths((100 * part) / all);

function tenths<Value extends number | null>(value: Value): Value {
  return (value === null ? null : Math.round(value * 10) / 10) as Value;
}
