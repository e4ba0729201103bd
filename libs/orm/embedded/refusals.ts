// What a statement must not do, because it would stay in the one session that all connections share, and act on those that come after.

/** Only a first look: it costs nothing to most statements, and finds words in texts and comments, too. */
const suspicious =
  /advisory|\btemp|\bhold\b|\bstdin\b|^\s*(?:prepare|deallocate|discard|load|set\s+session\s+authorization)\b/i;

/** Texts in quotes and comments. */
const unread = /'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

const refusals: readonly (readonly [RegExp, string])[] = [
  [
    /\bpg_(?:try_)?advisory_(?:un)?lock(?:_shared|_all)?\s*\(/i,
    'advisory locks of a session: take one of the transaction (pg_advisory_xact_lock)',
  ],
  [
    /\b(?:create|into)\s+(?:(?:global|local)\s+)?temp(?:orary)?\b(?![\s\S]*\bon\s+commit\s+drop\b)/i,
    'temporary tables that outlast their transaction: say ON COMMIT DROP',
  ],
  [/\bwith\s+hold\b/i, 'cursors that outlast their transaction'],
  [/^\s*(?:prepare|deallocate)\b/i, 'PREPARE as a statement: name it in the protocol, as drivers do'],
  [/^\s*(?:discard|load|set\s+session\s+authorization)\b/i, 'statements about the session as a whole'],
  [/\bcopy\b[\s\S]*\bfrom\s+stdin\b/i, 'COPY FROM STDIN'],
];

/** @returns what the embedded database does not have, in words; undefined where `sql` is nothing of the kind */
export function refusalOf(sql: string): string | undefined {
  if (!suspicious.test(sql)) return undefined;
  const read = sql.replace(unread, ' ');
  return refusals.find(([words]) => words.test(read))?.[1];
}
