// From the lines of pages, with their sizes and places, to Markdown. A page says nothing of headings and paragraphs: what is larger than most
// of the text and short is a heading, what is closer together than other lines is a paragraph. Columns and tables are left as they come.

export interface PageLine {
  text: string;
  /** Of its letters, in points. */
  size: number;
  /** Of its base line, from the bottom of the page. */
  y: number;
}

/** Larger than the text by this is a heading. */
const headingFactor = 1.15;
const longestHeading = 160;
const mostLevels = 4;
/** Lines further apart than this, in their size, are of two paragraphs. */
const paragraphGap = 1.75;
/** Lines at the top and at the bottom of a page that may be a running head. */
const headLines = 2;
/** A head runs over this part of the pages, and on as many at least. */
const headPart = 0.6;
const headPages = 3;

const item = /^(?:[•‣◦▪▫●○■□–·*-]|(?:\(?\d{1,3}[.)]|\(?[a-z][.)]))\s+/i;
const bullet = /^[•‣◦▪▫●○■□–·*-]\s+/;

export interface PagedMarkdown {
  markdown: string;
  /** Where each page begins in it. */
  pageStarts: number[];
}

export function markdownOfPages(all: readonly PageLine[][]): PagedMarkdown {
  const pages = withoutHeads(all);
  const levels = headingLevels(pages);
  const words = wordsOf(pages);
  const pageStarts: number[] = [];
  let markdown = '';
  for (const lines of pages) {
    const blocks = blocksOf(lines, levels, words);
    if (blocks.length > 0 && markdown !== '') markdown += '\n\n';
    pageStarts.push(markdown.length);
    markdown += blocks.join('\n\n').replaceAll('\u00ad', '').normalize('NFC');
  }
  return { markdown, pageStarts };
}

/** Lines that stand at the same end of most pages, whatever number is in them, are of the paper and not of the text. */
function withoutHeads(pages: readonly PageLine[][]): PageLine[][] {
  const counts = new Map<string, number>();
  const keysOf = (lines: readonly PageLine[]): Map<PageLine, string> => {
    const top = lines.slice(0, headLines).map((line) => [line, keyOf('top', line)] as const);
    const bottom = lines
      .slice(headLines)
      .slice(-headLines)
      .map((line) => [line, keyOf('bottom', line)] as const);
    return new Map([...top, ...bottom]);
  };
  for (const lines of pages)
    for (const key of new Set(keysOf(lines).values())) counts.set(key, (counts.get(key) ?? 0) + 1);
  const enough = Math.max(headPages, Math.ceil(pages.length * headPart));
  return pages.map((lines) => {
    const keys = keysOf(lines);
    return lines.filter((line) => (counts.get(keys.get(line) ?? '') ?? 0) < enough);
  });
}

function keyOf(end: 'top' | 'bottom', { text, y }: PageLine): string {
  // Digits differ from page to page; the place does not.
  return `${end} ${Math.round(y / 3)} ${text.replace(/\d+/g, '#')}`;
}

/** Level by size, 1 for the largest. Sizes are halves of a point. */
function headingLevels(pages: readonly PageLine[][]): Map<number, number> {
  const letters = new Map<number, number>();
  for (const { size, text } of pages.flat())
    letters.set(half(size), (letters.get(half(size)) ?? 0) + text.length);
  const [body = 0] = [...letters].sort((a, b) => b[1] - a[1])[0] ?? [];
  const sizes = [...letters.keys()].filter((size) => size >= body * headingFactor).sort((a, b) => b - a);
  return new Map(sizes.map((size, index) => [size, Math.min(index + 1, mostLevels)]));
}

function half(size: number): number {
  return Math.round(size * 2) / 2;
}

function blocksOf(
  lines: readonly PageLine[],
  levels: ReadonlyMap<number, number>,
  words: ReadonlySet<string>,
): string[] {
  const blocks: { text: string; level: number; isItem: boolean }[] = [];
  let before: PageLine | undefined;
  for (const line of lines) {
    const level =
      line.text.length <= longestHeading && /\p{L}/u.test(line.text) ? (levels.get(half(line.size)) ?? 0) : 0;
    const isItem = level === 0 && item.test(line.text);
    const last = blocks.at(-1);
    const isNext =
      before !== undefined && last !== undefined && last.level === level && !isItem && isClose(before, line);
    if (isNext) last.text = joined(last.text, line.text, words);
    else blocks.push({ text: line.text.replace(bullet, '- '), level, isItem });
    before = line;
  }
  return blocks.reduce<string[]>((texts, { text, level, isItem }, index) => {
    const shown = level > 0 ? `${'#'.repeat(level)} ${text}` : text;
    // Items of one list stand together.
    if (isItem && blocks[index - 1]?.isItem) texts[texts.length - 1] += `\n${shown}`;
    else texts.push(shown);
    return texts;
  }, []);
}

function isClose(before: PageLine, line: PageLine): boolean {
  const gap = before.y - line.y;
  // Upwards is another column.
  return gap > 0 && gap < Math.max(before.size, line.size) * paragraphGap;
}

/** A word that was broken is put together where the document has it whole, or its hyphen says that it is only one of the line. */
function joined(text: string, next: string, words: ReadonlySet<string>): string {
  const [, head, mark] = /(\p{L}+)([-\u00ad\u2010])$/u.exec(text) ?? [];
  const tail = /^\p{Ll}\p{L}*/u.exec(next)?.[0];
  if (!head || !tail) return `${text} ${next}`;
  const isWhole = mark === '\u00ad' || words.has(`${head}${tail}`.toLowerCase());
  return (isWhole ? text.slice(0, -1) : text) + next;
}

function wordsOf(pages: readonly PageLine[][]): Set<string> {
  const words = new Set<string>();
  for (const { text } of pages.flat())
    for (const [word] of text.matchAll(/\p{L}+(?!\p{L}|[-\u00ad\u2010]$)/gu)) words.add(word.toLowerCase());
  return words;
}
