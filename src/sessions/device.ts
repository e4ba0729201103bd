// What a person recognises a login by. No more than a hint: a client calls itself what it likes.

/** In this order: nearly all of them claim to be those further down as well. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const shown = 60;

/** `Chrome on Windows`; of anything that is no known browser, the first word of its name. Null when it has none. */
export function deviceOf(userAgent: string | null | undefined): string | null {
  if (!userAgent?.trim()) return null;
  const program = nameIn(programs, userAgent);
  const system = nameIn(systems, userAgent);
  if (program && system) return `${program} on ${system}`;
  return program ?? system ?? userAgent.trim().split(/[\s/]/, 1)[0]!.slice(0, shown);
}

function nameIn(table: typeof programs, userAgent: string): string | undefined {
  return table.find(([pattern]) => pattern.test(userAgent))?.[1];
}
