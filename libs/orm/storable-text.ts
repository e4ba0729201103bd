/** What PostgreSQL cannot keep becomes a replacement character, here or where it is read: NUL, and half a character of UTF-16. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** JSON with no text that PostgreSQL cannot keep, whatever is in `value`. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'string' ? storableText(each) : each,
  );
}
