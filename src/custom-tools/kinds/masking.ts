// Takes secrets out of what another server has answered: some repeat what they were sent.

const mask = '•••';
/** @returns texts without the secrets, in the spellings in which they travel */
export function maskerOf(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ '': secret }).toString().slice(1),
      Buffer.from(secret).toString('base64'),
    ])
    .toSorted((a, b) => b.length - a.length);
  return (text) => spellings.reduce((masked, spelling) => masked.replaceAll(spelling, mask), text);
}

/** The same of every text in a JSON value, names included. @param value within the limits of #libs/json */
export function maskedJson(value: unknown, masked: (text: string) => string): unknown {
  if (typeof value === 'string') return masked(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => maskedJson(each, masked));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [masked(key), maskedJson(inner, masked)]),
  );
}
