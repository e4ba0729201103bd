// Words of servers that nobody here wrote. They are data: cut to a length, and without what a reader could not see.

/**
 * Controls but line feed and tab; what turns the direction of writing; what has no width; tags and selectors that letters are smuggled in.
 * The joiners of Indian scripts (U+200C, U+200D) stay.
 */
const unseen =
  // oxlint-disable-next-line no-control-regex -- They are what is looked for.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;

/** Of all texts and names in it. */
export function hasUnseenWithin(value: unknown): boolean {
  if (typeof value === 'string') return value.search(unseen) >= 0 || !value.isWellFormed();
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => hasUnseenWithin(key) || hasUnseenWithin(inner));
}

function seen(text: string): string {
  return text.toWellFormed().replace(unseen, '');
}

/** At most so many characters, none of which is unseen. */
export function cut(text: string, most: number): { text: string; isCut: boolean } {
  // Before anything looks at each of its letters.
  const whole = seen(text.slice(0, most * 2));
  return { text: whole.slice(0, most).toWellFormed(), isCut: text.length > most * 2 || whole.length > most };
}

/** The same value with every text in it {@link seen}. Keys stay: they are names. */
export function seenWithin(value: unknown): unknown {
  if (typeof value === 'string') return seen(value);
  if (Array.isArray(value)) return value.map(seenWithin);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, seenWithin(inner)]));
}
