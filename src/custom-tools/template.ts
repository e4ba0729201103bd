// Texts with places for arguments and secrets: `{{input.city}}`, `{{secret.WEATHER_KEY}}`. There is nothing else in them: no expressions, no
// filters. What a value becomes depends on where it stands, and is done there (`kinds/http-request.ts`).

interface Placeholder {
  of: 'input' | 'secret';
  name: string;
}
export type TemplatePart = string | Placeholder;

const placeholder = /\{\{(input|secret)\.([A-Za-z][A-Za-z0-9_]{0,39})\}\}/g;

/** Arguments of one call, as its form has let them through. */
export type Arguments = Readonly<Record<string, unknown>>;

export function partsOf(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const found of text.matchAll(placeholder)) {
    if (found.index > from) parts.push(text.slice(from, found.index));
    parts.push({ of: found[1] as Placeholder['of'], name: found[2]! });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

export function placeholdersIn(text: string): Placeholder[] {
  return partsOf(text).filter((part) => typeof part !== 'string');
}

/** Braces that are no placeholder are a slip: they would be sent as they stand. */
export function hasStrayBraces(text: string): boolean {
  return partsOf(text).some((part) => typeof part === 'string' && /\{\{|\}\}/.test(part));
}

/** The one placeholder that a text is, and nothing beside it. */
export function onlyPlaceholder(text: string): Placeholder | undefined {
  const parts = partsOf(text);
  return parts.length === 1 && typeof parts[0] === 'object' ? parts[0] : undefined;
}

/** Undefined where it was left out. Not what every object has by birth: an argument may be called `constructor`. */
export function argumentOf(args: Arguments, name: string): unknown {
  return Object.hasOwn(args, name) ? args[name] : undefined;
}

/** Every text in a JSON value, with where it stands. */
export function textsIn(value: unknown, path: string): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

/**
 * A JSON value with arguments in the places of its texts. What is one placeholder becomes the value itself, a number a number; what was left
 * out takes its member along. It never goes through text, so that no argument can be more than a value.
 */
export function filledJson(template: unknown, args: Arguments): unknown {
  if (typeof template === 'string') return filledText(template, args);
  if (Array.isArray(template))
    return template.map((each) => filledJson(each, args)).filter((each) => each !== undefined);
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).flatMap(([key, inner]) => {
      const filled = filledJson(inner, args);
      return filled === undefined ? [] : [[key, filled]];
    }),
  );
}

function filledText(text: string, args: Arguments): unknown {
  const only = onlyPlaceholder(text);
  if (only) return argumentOf(args, only.name);
  return partsOf(text)
    .map((part) => (typeof part === 'string' ? part : String(argumentOf(args, part.name) ?? '')))
    .join('');
}
