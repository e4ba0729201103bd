import { textLanguageOf, type TextLanguage } from '#libs/format';

/** Longer headers are not looked at. */
const longest = 200;

/** The first language of the header (RFC 9110, 12.5.4) by its weight; undefined where none is named. */
export function acceptedLanguage(header: string): TextLanguage | undefined {
  if (header.length > longest) return undefined;
  const ranges = header.split(',').flatMap((part) => {
    const [, language, weight = '1'] =
      /^\s*([a-z]{2,3})(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*$/i.exec(part) ?? [];
    return language ? [{ language: language.toLowerCase(), weight: Number(weight) }] : [];
  });
  const [best] = ranges.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  return best && textLanguageOf(best.language);
}
