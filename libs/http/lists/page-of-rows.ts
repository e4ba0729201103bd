// Pages of what is in memory already, in the same orders and with the same cursors as those of the database.
import type { Page } from '../input/pages.js';
import type { AnyListForm, ListQuery } from './list-form.js';

/**
 * @param rows all of the list, in any order; there are never many
 * @throws CursorInvalid
 */
export function pageOfRows<Row extends { id: string }>(
  rows: readonly Row[],
  list: Pick<AnyListForm, 'order' | 'position' | 'cursor'>,
  query: Pick<ListQuery, 'sort' | 'cursor' | 'limit'>,
): Page<Row> {
  const { property, direction } = list.order(query as ListQuery);
  const position = list.position(query as ListQuery);
  const turn = direction === 'asc' ? 1 : -1;
  const valueOf = (row: Row): unknown => (row as Record<string, unknown>)[property];
  const compare = (one: readonly [unknown, string], other: readonly [unknown, string]): number =>
    turn * (compared(one[0], other[0]) || compared(one[1], other[1]));
  const after = position && ([property === 'id' ? position.id : position.value, position.id] as const);
  const ordered = rows
    .map((row) => ({ row, key: [valueOf(row), row.id] as const }))
    .filter(({ key }) => !after || compare(key, after) > 0)
    .sort((one, other) => compare(one.key, other.key))
    .map(({ row }) => row);
  const items = ordered.slice(0, query.limit);
  const isLast = ordered.length <= query.limit;
  return { items, nextCursor: isLast ? null : list.cursor(query as ListQuery, items.at(-1)!) };
}

function compared(one: unknown, other: unknown): number {
  const [a, b] = [one, other] as [number, number];
  return a < b ? -1 : Number(a > b);
}
