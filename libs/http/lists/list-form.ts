// What all lists have in common: `?from=&to=&sort=&limit=&cursor=` in, `{ items, nextCursor }` out. A list is declared once; its query, its
// order in the database and its cursors follow from that.
import { z } from 'zod';
import { cursorDate, cursorText, decodeCursor, encodeCursor, pageQuery } from '../input/pages.js';

/**
 * What a list is sorted by, always with the id as the last word: a column of instants, texts or numbers that is never null. `id` stands
 * for the time of creation where ids are made in that order: such a list needs no index by time.
 */
export type SortKind = 'instant' | 'text' | 'number' | 'id';

const values = { instant: cursorDate, text: cursorText, number: z.number() } as const;

export type SortOf<Name extends string> = Name | `-${Name}`;

export interface ListOptions<Name extends string, Filters extends z.ZodRawShape> {
  /** The columns to sort by, which have the same name in the entity and in the view. */
  sortBy: Readonly<Record<Name, SortKind>>;
  default: SortOf<NoInfer<Name>>;
  /** The column that `from` and `to` are about, and what it is in the words of the document. None of what has no time. */
  period?: { of: string; is: string };
  /** Conditions of this list only. */
  filters?: Filters;
}

/** As the query says it: an instant, or a day in the business time zone. */
export type PeriodEnd = Date | string;

export interface ListQuery {
  limit: number;
  cursor?: string;
  sort: string;
  from?: PeriodEnd;
  to?: PeriodEnd;
}

/** After which row a page goes on. */
export interface ListPosition {
  /** Undefined where rows are sorted by id. */
  value?: unknown;
  id: string;
}

export interface ListOrder {
  /** Property of the entity. */
  property: string;
  direction: 'asc' | 'desc';
}

/** The years that every part of the program and the database can write. */
const isWritable = (year: number): boolean => year >= 1 && year <= 9999;
const years = 'must be of the years 1 to 9999';

// East of Greenwich, the first day of the year 1 begins in the year before.
const day = z.iso.date().refine((text) => isWritable(Number(text.slice(0, 4))) && text > '0001-01-01', years);
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((at) => isWritable(at.getUTCFullYear()), years);
const periodEnd = z.union([instant, day], 'must be an ISO instant or day');

/** `from` and `to`, half-open. That one comes before the other is checked where days have become instants: `PageReader.period`. */
export function periodQuery(is: string) {
  const form = 'An ISO instant, or a day in the business time zone.';
  return {
    from: periodEnd.optional().describe(`${is} at this time or later. ${form}`),
    to: periodEnd.optional().describe(`${is} before this time. ${form}`),
  };
}

/** Strict: a parameter that is none of this list is refused. */
function queryOf<Name extends string, Filters extends z.ZodRawShape>({
  sortBy,
  default: standard,
  period,
  filters,
}: ListOptions<Name, Filters>) {
  const sorts = Object.keys(sortBy).flatMap((name) => [name, `-${name}`]) as SortOf<Name>[];
  return z.strictObject({
    ...pageQuery.shape,
    sort: z
      .enum(sorts)
      .default(standard as never)
      .describe('The order; with `-` the highest or latest first. The id decides between equals.'),
    // Typed as if every list had them: where one has none, they are never there.
    ...((period ? periodQuery(period.is) : {}) as ReturnType<typeof periodQuery>),
    ...(filters as Filters),
  });
}

/** What reading a page needs of a form, whatever its filters. */
export type AnyListForm = Pick<ListForm, 'order' | 'position' | 'cursor' | 'timed'>;

/** One list of the API. */
export class ListForm<Name extends string = string, Filters extends z.ZodRawShape = Record<never, never>> {
  /** For `@Query({ schema })`. */
  readonly query: ReturnType<typeof queryOf<Name, Filters>>;
  /** Property that `from` and `to` are about. */
  readonly timed: string | undefined;
  private readonly kinds: Readonly<Record<string, SortKind>>;

  constructor(options: ListOptions<Name, Filters>) {
    this.query = queryOf(options);
    this.timed = options.period?.of;
    this.kinds = options.sortBy;
  }

  order({ sort }: Pick<ListQuery, 'sort'>): ListOrder {
    const name = sort.replace(/^-/, '');
    return {
      property: this.kinds[name] === 'id' ? 'id' : name,
      direction: sort.startsWith('-') ? 'desc' : 'asc',
    };
  }

  /** A cursor goes on in the order that it was made in. @throws CursorInvalid for one of another list or order */
  position({ sort, cursor }: Pick<ListQuery, 'sort' | 'cursor'>): ListPosition | undefined {
    if (cursor === undefined) return undefined;
    const kind = this.kinds[sort.replace(/^-/, '')]!;
    if (kind === 'id') return { id: decodeCursor(cursor, z.tuple([z.literal(sort), z.guid()]))[1] };
    const [, value, id] = decodeCursor(cursor, z.tuple([z.literal(sort), values[kind], z.guid()]));
    return { value, id };
  }

  /** To go on after `row`. */
  cursor({ sort }: Pick<ListQuery, 'sort'>, row: { id: string }): string {
    const { property } = this.order({ sort });
    if (property === 'id') return encodeCursor([sort, row.id]);
    return encodeCursor([sort, (row as Record<string, unknown>)[property], row.id]);
  }
}
