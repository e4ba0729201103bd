import { Refusal, type DocumentFormat, type ReadDocument } from './orders.ts';

/** Also of what is none: line feeds and tabs belong to text. */
const controls = /[^\P{Cc}\n\t]|[\ufdd0-\ufdef\ufffe\uffff]/gu;
/** They show a line as it does not read; and the hyphen that is shown only at the end of a line. */
const turns = /[\u202a-\u202e\u2066-\u2069\u00ad]/g;

/** UTF-8, or UTF-16 that says so. @throws Refusal when it is neither, or holds bytes that no text has */
export function decodedText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('wrong_encoding');
  }
  // A NUL is in no text, and in nearly everything that is none.
  if (text.includes('\0')) throw new Refusal('unknown_format');
  return text;
}

/** As it is kept: composed, with `\n` at the ends of lines, without what is not shown. */
export function cleaned(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\f\v]/g, '\n')
    .replace(controls, '')
    .replace(turns, '')
    .toWellFormed()
    .normalize('NFC')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Markdown and text stay as they are, but for what is written to be hidden from people. */
export function readText(bytes: Uint8Array, format: DocumentFormat): ReadDocument {
  const text = cleaned(decodedText(bytes));
  const markdown = format === 'markdown' ? cleaned(withoutHidden(text)) : text;
  return { format, title: firstHeading(markdown), markdown, pageStarts: null };
}

export function firstHeading(markdown: string): string | null {
  return /^#{1,2}\s+(.+?)\s*#*$/m.exec(markdown)?.[1] ?? null;
}

const hidden: readonly [start: RegExp, end: RegExp][] = [
  [/<!--/, /-->/],
  [/<script\b/i, /<\/script\s*>/i],
  [/<style\b/i, /<\/style\s*>/i],
];

/** Comments, scripts and styles in Markdown, which a page made of it would not show. What is in code is shown, and stays. */
function withoutHidden(markdown: string): string {
  // Code between fences stands at the odd places.
  const parts = markdown.split(/^((?:```|~~~)[\s\S]*?^(?:```|~~~)[^\S\n]*)$/m);
  return parts.map((part, index) => (index % 2 === 1 ? part : hidden.reduce(without, part))).join('');
}

function without(text: string, [start, end]: readonly [RegExp, RegExp]): string {
  const kept: string[] = [];
  for (let rest = text; ;) {
    const from = rest.search(start);
    if (from < 0) return kept.join('') + rest;
    kept.push(rest.slice(0, from));
    const tail = rest.slice(from);
    const closing = end.exec(tail);
    // Without an end it would be hidden to the end of the page.
    if (!closing) return kept.join('');
    rest = tail.slice(closing.index + closing[0].length);
  }
}
