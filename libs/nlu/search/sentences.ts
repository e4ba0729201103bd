// The sentences of a passage in Markdown, each where it stands: rows of tables and items of lists are sentences as well.

export interface PassageSentence {
  /** Without the marks of Markdown; of a row the cells, with the heading of each column where there are more than two. */
  text: string;
  /** In the passage as it is written, in characters; `end` is exclusive. */
  start: number;
  end: number;
  kind: 'sentence' | 'item' | 'row';
  /** What an item goes on from: "We take no fee, if:". */
  lead: string | null;
}

interface Line {
  text: string;
  start: number;
}

/** Before a capital, a digit or a mark; not behind the short forms that end in a dot. */
const sentenceEnd =
  /(?<!\b(?:Rs|Mr|Mrs|Dr|e\.g|i\.e|approx|vs)\.)(?<=[.!?।]["”*]*)\s+(?=["“*₹(]*[\p{Lu}\p{Lo}\p{N}])/gu;
const isRow = (line: string): boolean => /^\s*\|.*\|\s*$/.test(line);
const isRule = (line: string): boolean => /^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/.test(line);
const itemMark = /^\s*(?:[-*+]|\d{1,3}[.)])\s+/;

export function sentencesOf(passage: string): PassageSentence[] {
  const sentences: PassageSentence[] = [];
  const lines = linesOf(passage);
  let lead: string | null = null;
  let paragraph: Line[] = [];
  const endParagraph = (): void => {
    const first = paragraph[0];
    if (!first) return;
    const last = paragraph.at(-1)!;
    const found = cut(passage, first.start, last.start + last.text.length);
    sentences.push(...found);
    const end = found.at(-1)?.text ?? '';
    lead = end.endsWith(':') ? end : null;
    paragraph = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (isRow(line.text)) {
      endParagraph();
      const table: Line[] = [];
      while (at < lines.length && isRow(lines[at]!.text)) table.push(lines[at++]!);
      at--;
      sentences.push(...rowsOf(table));
    } else if (itemMark.test(line.text)) {
      endParagraph();
      const mark = itemMark.exec(line.text)![0].length;
      let end = line.start + line.text.length;
      while (
        at + 1 < lines.length &&
        /^\s+\S/.test(lines[at + 1]!.text) &&
        !itemMark.test(lines[at + 1]!.text)
      ) {
        const next = lines[++at]!;
        end = next.start + next.text.length;
      }
      const start = line.start + mark;
      const text = plain(passage.slice(start, end));
      if (text) sentences.push({ text, start, end, kind: 'item', lead });
    } else if (line.text.trim() === '') endParagraph();
    else paragraph.push(line);
  }
  endParagraph();
  return sentences;
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const here = { text: line, start };
    start += line.length + 1;
    return here;
  });
}

function cut(passage: string, from: number, to: number): PassageSentence[] {
  const whole = passage.slice(from, to);
  const ends = [...whole.matchAll(sentenceEnd)].map((match) => [match.index, match.index + match[0].length]);
  const starts = [0, ...ends.map(([, next]) => next!)];
  return starts.flatMap((start, at): PassageSentence[] => {
    const end = ends[at]?.[0] ?? whole.length;
    const text = plain(whole.slice(start, end));
    return text ? [{ text, start: from + start, end: from + end, kind: 'sentence', lead: null }] : [];
  });
}

function rowsOf(table: readonly Line[]): PassageSentence[] {
  const rule = table.findIndex(({ text }) => isRule(text));
  const headings = rule === 1 ? cellsOf(table[0]!.text) : [];
  return table.slice(rule === 1 ? 2 : 0).flatMap((line): PassageSentence[] => {
    const cells = cellsOf(line.text);
    const [first = '', ...rest] = cells;
    const said = rest.map((cell, at) => {
      const heading = headings[at + 1];
      return rest.length > 1 && heading ? `${heading.toLowerCase()} ${cell}` : cell;
    });
    const text = said.length > 0 ? `${first}: ${said.join(', ')}` : first;
    return first
      ? [{ text, start: line.start, end: line.start + line.text.length, kind: 'row', lead: null }]
      : [];
  });
}

function cellsOf(row: string): string[] {
  const cells = row
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|');
  return cells.map((cell) => plain(cell));
}

function plain(markdown: string): string {
  return markdown
    .replace(/(\*\*|__|`)/g, '')
    .replace(/(?<!\w)[*_](\S[^*_\n]*?)[*_](?!\w)/g, '$1')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
