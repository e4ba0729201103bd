import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';

export type Page<Name extends string, Row> = Record<Name, Row[]> & { nextCursor?: string };

/**
 * A part of a list. The cursor tells the name of the last row that was read, so that rows which come and go meanwhile make none come twice.
 * @throws ProtocolError where it is none of ours
 */
export function pageOf<Name extends string, Row extends { name: string }>(
  member: Name,
  rows: readonly Row[],
  size: number,
  cursor: string | undefined,
): Page<Name, Row> {
  const start = cursor === undefined ? 0 : rows.findIndex(({ name }) => name === nameIn(cursor)) + 1;
  if (cursor !== undefined && start === 0)
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      'This cursor is none of this list. Begin again.',
    );
  const page = rows.slice(start, start + size);
  const isLast = start + size >= rows.length;
  return {
    [member]: page,
    ...(!isLast && { nextCursor: Buffer.from(page.at(-1)!.name).toString('base64url') }),
  } as Page<Name, Row>;
}

function nameIn(cursor: string): string {
  return Buffer.from(cursor.slice(0, 1_000), 'base64url').toString();
}
