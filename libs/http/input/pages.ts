// Pages of lists: `?limit=&cursor=` in, `{ items, nextCursor }` out. A cursor says after which row to go on.
import { z } from 'zod';
import { DomainError } from '#libs/errors';
import { queryNumber } from './query-number.js';
import { codeText } from './text.js';

/** What every list takes; lists of the database are declared with a `ListForm`. */
export const pageQuery = z.strictObject({
  limit: queryNumber(z.int().min(1).max(100)).default(20).describe('Maximum number of items.'),
  cursor: z.string().min(1).max(500).optional().describe('`nextCursor` of the page before.'),
});

export type PageQuery = z.output<typeof pageQuery>;

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** Named after what is in it: `BookingPage`. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  const page = z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .describe('Pass it as `cursor` to get the next page; null on the last page.'),
  });
  return page.meta(namedAfter(item, 'Page', (example) => ({ items: [example], nextCursor: null })));
}

/** All of them at once, where there are never many. Named after what is in it: `AddressList`. */
export function listOf<Item extends z.ZodType>(item: Item) {
  const list = z.object({ items: z.array(item) });
  return list.meta(namedAfter(item, 'List', (example) => ({ items: [example] })));
}

/** Nothing for items without a name: those that only tests have. */
function namedAfter(item: z.ZodType, suffix: string, around: (example: unknown) => object) {
  const { id, examples = [] } = (z.globalRegistry.get(item) ?? {}) as { id?: string; examples?: unknown[] };
  return id === undefined ? {} : { id: `${id}${suffix}`, examples: examples.slice(0, 1).map(around) };
}

export class CursorInvalid extends DomainError {
  constructor() {
    super('CURSOR_INVALID', 'invalid', 'The cursor is not one of this list.');
  }
}

/** @param position the sort values of the last row of a page; dates become ISO text */
export function encodeCursor(position: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** A sort value in a cursor: an instant, as `encodeCursor` writes it. */
export const cursorDate = z.iso.datetime().transform((text) => new Date(text));

/** A sort value in a cursor: a text that the database can compare with. */
export const cursorText = codeText({ min: 0, max: 500 });

/**
 * @param shape what the position of this list looks like, as `z.tuple([...])` of `cursorDate`, `cursorText`, `z.uuid()`, numbers
 * @throws CursorInvalid when it was made up or belongs to another list
 */
export function decodeCursor<Shape extends z.ZodType>(cursor: string, shape: Shape): z.output<Shape> {
  const parsed = shape.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) throw new CursorInvalid();
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
