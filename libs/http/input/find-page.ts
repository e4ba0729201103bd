import type { EntityManager, EntityMetadata, EntityName, FindByCursorOptions, Loaded } from '@mikro-orm/core';
import { z } from 'zod';
import { cursorDate, cursorText, decodeCursor, type Page, type PageQuery } from './pages.js';

/** What is listed: conditions and `populate` as for `em.find`, and the order. */
export type PageOptions<Entity extends object, Hint extends string> = Pick<
  FindByCursorOptions<Entity, Hint>,
  'where' | 'populate'
> & {
  /** Columns of the entity itself, the most important first; the last one is the id, so that no two rows stand at one place. */
  orderBy: { [Column in keyof Entity]?: 'asc' | 'desc' };
};

/**
 * A page of a list that the database sorts.
 * @throws CursorInvalid when the cursor was made up, or belongs to a list in another order
 */
export async function findPage<Entity extends object, Hint extends string = never>(
  em: EntityManager,
  entity: EntityName<Entity>,
  { limit, cursor }: PageQuery,
  { orderBy, ...options }: PageOptions<Entity, Hint>,
): Promise<Page<Loaded<Entity, Hint>>> {
  const columns = Object.keys(orderBy);
  const after = cursor === undefined ? {} : { after: positionAt(cursor, em.getMetadata(entity), columns) };
  // The types of its options do not go with an entity that is not known yet.
  const found = await em.findByCursor<Entity, Hint, never, never, false>(entity, {
    ...options,
    ...after,
    orderBy,
    first: limit,
    includeCount: false,
  } as never);
  return { items: found.items, nextCursor: found.hasNextPage ? found.endCursor : null };
}

/** Checked by the types of the columns: the database would fail over a text that is no date. */
function positionAt<Entity>(cursor: string, { properties }: EntityMetadata<Entity>, columns: string[]) {
  const shapes = columns.map((column): z.ZodType => {
    const { columnTypes, runtimeType, nullable } = properties[column as keyof typeof properties];
    const shape = columnTypes[0] === 'uuid' ? z.uuid() : (byRuntimeType[runtimeType as 'Date'] ?? cursorText);
    return nullable ? shape.nullable() : shape;
  });
  const values = decodeCursor(cursor, z.tuple(shapes as [z.ZodType]));
  return Object.fromEntries(columns.map((column, at) => [column, values[at as 0]]));
}

const byRuntimeType = { Date: cursorDate, number: z.number() };
