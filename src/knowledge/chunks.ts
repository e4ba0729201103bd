// Cuts a document into pieces that can be searched and quoted: along its headings, then along its paragraphs.

export interface PassageChunk {
  /** The headings above it, from the title on: `Refunds > How long it takes`. */
  heading: string;
  text: string;
  /** Where it stands in the body, in characters; `end` is exclusive. */
  start: number;
  end: number;
}

/** Characters of a piece: enough for a rule with its exceptions, few enough to be about one thing. */
const longest = 1_000;
const longestHeading = 300;

/** @param body Markdown. In the order of the document; nothing of it is left out but empty lines and the headings, which stand above */
export function chunksOf(title: string, body: string): PassageChunk[] {
  const chunks: PassageChunk[] = [];
  for (const { headings, paragraphs } of sectionsOf(title, body)) {
    const heading = headings.join(' > ').slice(0, longestHeading);
    for (const piece of packed(together(paragraphs))) chunks.push({ heading, ...piece });
  }
  return chunks;
}

/** What is embedded of a piece: its headings say what it is about. */
export function textOf({ heading, text }: Pick<PassageChunk, 'heading' | 'text'>): string {
  return `${heading}\n${text}`;
}

type Piece = Omit<PassageChunk, 'heading'>;

interface Section {
  headings: string[];
  paragraphs: Piece[];
}

function sectionsOf(title: string, body: string): Section[] {
  const sections: Section[] = [{ headings: [title], paragraphs: [] }];
  let path: string[] = [];
  let isCode = false;
  /** Of the paragraph that is being read, and where the line after it begins. */
  let [start, next] = [0, 0];
  const endParagraph = (end: number): void => {
    const piece = trimmed(body, start, end);
    if (piece.text) sections.at(-1)!.paragraphs.push(piece);
  };
  for (const line of body.split('\n')) {
    const at = next;
    next += line.length + 1;
    if (/^(?:```|~~~)/.test(line)) isCode = !isCode;
    const [, marks, words] = (!isCode && /^(#{1,6})\s+(.+?)\s*#*$/.exec(line)) || [];
    if (marks && words) {
      endParagraph(at);
      start = next;
      // The first heading of most documents repeats the title.
      path = [...path.slice(0, marks.length - 1), words];
      const headings = path.filter((each) => each !== undefined && each !== title);
      sections.push({ headings: [title, ...headings], paragraphs: [] });
    } else if (line.trim() === '' && !isCode) {
      endParagraph(at);
      start = next;
    }
  }
  endParagraph(body.length);
  return sections;
}

function trimmed(body: string, from: number, to: number): Piece {
  const whole = body.slice(from, to);
  const text = whole.trim();
  const start = from + whole.length - whole.trimStart().length;
  return { text, start, end: start + text.length };
}

const listItem = /^\s{0,3}(?:[-*+•]|\d{1,3}[.)])\s/;
const tableRow = /^\s{0,3}\|/;

/** What says little alone: an item of a list goes with those before it, a list or a table with the line that leads to it. As far as they fit. */
function together(paragraphs: readonly Piece[]): Piece[] {
  const blocks: Piece[] = [];
  for (const part of paragraphs) {
    const last = blocks.at(-1);
    if (last !== undefined && belongs(last, part) && fits(last, part))
      blocks[blocks.length - 1] = joined(last, part);
    else blocks.push(part);
  }
  return blocks;
}

function belongs({ text }: Piece, next: Piece): boolean {
  const leads = text.endsWith(':');
  const isItem = listItem.test(next.text);
  return isItem
    ? leads || listItem.test(text.slice(text.lastIndexOf('\n\n') + 1).trimStart())
    : leads && tableRow.test(next.text);
}

function fits(last: Piece, part: Piece): boolean {
  return last.text.length + 2 + part.text.length <= longest;
}

function joined(last: Piece, part: Piece): Piece {
  return { text: `${last.text}\n\n${part.text}`, start: last.start, end: part.end };
}

/** As few pieces as hold the paragraphs in their order. */
function packed(paragraphs: readonly Piece[]): Piece[] {
  const pieces: Piece[] = [];
  for (const part of paragraphs.flatMap(cut)) {
    const last = pieces.at(-1);
    if (last !== undefined && fits(last, part)) pieces[pieces.length - 1] = joined(last, part);
    else pieces.push(part);
  }
  return pieces;
}

/** A paragraph that is too long, at the last end of a line, sentence or word that fits. */
function cut(paragraph: Piece): Piece[] {
  const parts: Piece[] = [];
  let rest = paragraph;
  while (rest.text.length > longest) {
    const head = rest.text.slice(0, longest);
    const ends = [head.lastIndexOf('\n'), head.lastIndexOf('. ') + 1, head.lastIndexOf(' ')];
    const at = ends.find((end) => end > longest / 2) ?? longest;
    const part = trimmed(rest.text, 0, at);
    const tail = trimmed(rest.text, at, rest.text.length);
    parts.push({ text: part.text, start: rest.start, end: rest.start + part.text.length });
    rest = { text: tail.text, start: rest.start + tail.start, end: rest.end };
  }
  return rest.text ? [...parts, rest] : parts;
}
