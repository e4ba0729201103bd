// Cuts a document into pieces that can be searched and quoted: along its headings, then along its paragraphs.

export interface PassageChunk {
  /** The headings above it, from the title on: `Refunds > How long it takes`. */
  heading: string;
  text: string;
}

/** Characters of a piece: enough for a rule with its exceptions, few enough to be about one thing. */
const longest = 1_000;
const longestHeading = 300;

/** @param body Markdown. In the order of the document; nothing of it is left out but empty lines and the headings, which stand above */
export function chunksOf(title: string, body: string): PassageChunk[] {
  const chunks: PassageChunk[] = [];
  for (const { headings, paragraphs } of sectionsOf(title, body)) {
    const heading = headings.join(' > ').slice(0, longestHeading);
    for (const text of packed(paragraphs)) chunks.push({ heading, text });
  }
  return chunks;
}

/** What is embedded of a piece: its headings say what it is about. */
export function textOf({ heading, text }: PassageChunk): string {
  return `${heading}\n${text}`;
}

interface Section {
  headings: string[];
  paragraphs: string[];
}

function sectionsOf(title: string, body: string): Section[] {
  const sections: Section[] = [{ headings: [title], paragraphs: [] }];
  let path: string[] = [];
  let isCode = false;
  let lines: string[] = [];
  const endParagraph = (): void => {
    const text = lines.join('\n').trim();
    if (text) sections.at(-1)!.paragraphs.push(text);
    lines = [];
  };
  for (const line of body.split('\n')) {
    if (/^(?:```|~~~)/.test(line)) isCode = !isCode;
    const [, marks, words] = (!isCode && /^(#{1,6})\s+(.+?)\s*#*$/.exec(line)) || [];
    if (marks && words) {
      endParagraph();
      // The first heading of most documents repeats the title.
      path = [...path.slice(0, marks.length - 1), words];
      const headings = path.filter((each) => each !== undefined && each !== title);
      sections.push({ headings: [title, ...headings], paragraphs: [] });
    } else if (line.trim() === '' && !isCode) endParagraph();
    else lines.push(line);
  }
  endParagraph();
  return sections;
}

/** As few pieces as hold the paragraphs in their order. */
function packed(paragraphs: readonly string[]): string[] {
  const pieces: string[] = [];
  for (const part of paragraphs.flatMap(cut)) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + 2 + part.length <= longest)
      pieces[pieces.length - 1] = `${last}\n\n${part}`;
    else pieces.push(part);
  }
  return pieces;
}

/** A paragraph that is too long, at the last end of a line, sentence or word that fits. */
function cut(paragraph: string): string[] {
  const parts: string[] = [];
  let rest = paragraph;
  while (rest.length > longest) {
    const head = rest.slice(0, longest);
    const ends = [head.lastIndexOf('\n'), head.lastIndexOf('. ') + 1, head.lastIndexOf(' ')];
    const at = ends.find((end) => end > longest / 2) ?? longest;
    parts.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return rest ? [...parts, rest] : parts;
}
