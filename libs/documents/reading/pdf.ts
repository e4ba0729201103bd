// PDF, by pdf.js. It knows where each run of letters stands and how large it is; what is a line, a heading or a paragraph is made out of
// that in pdf-layout.ts.
import { getDocumentProxy, getResolvedPDFJS } from 'unpdf';
import { markdownOfPages, type PageLine } from './pdf-layout.ts';
import { Refusal, type ReadDocument, type ReadingLimits } from './orders.ts';
import { cleaned, firstHeading } from './text.ts';

/** With which every whole file ends, give or take what a mail program has appended. */
const endMark = Buffer.from('%%EOF');
const endWithin = 2_048;
/** Of all that can be told about progress, most is reading pages. */
const readingPercent = 95;

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;

/** @throws Refusal */
export async function readPdf(
  bytes: Uint8Array,
  { pages: mostPages, characters }: ReadingLimits,
  tell: (percent: number) => void,
): Promise<ReadDocument> {
  const { pdf, title } = await openPdf(bytes, mostPages);
  const pages: PageLine[][] = [];
  let length = 0;
  for (let number = 1; number <= pdf.numPages; number++) {
    const lines = await linesOf(pdf, number);
    length += lines.reduce((sum, { text }) => sum + text.length, 0);
    if (length > characters) throw new Refusal('too_long');
    pages.push(lines);
    tell(Math.floor((readingPercent * number) / pdf.numPages));
  }
  const { markdown, pageStarts } = markdownOfPages(pages);
  return { format: 'pdf', title: titleOf(title) ?? firstHeading(markdown), markdown, pageStarts };
}

/** @throws Refusal of one that is cut off, protected, or has too many pages */
export async function openPdf(
  bytes: Uint8Array,
  mostPages: number,
): Promise<{ pdf: PdfDocument; title: unknown }> {
  // pdf.js would read what is there of it, and what is lost would be missed by nobody.
  if (!Buffer.from(bytes.subarray(-endWithin)).includes(endMark)) throw new Refusal('damaged');
  const pdf = await opened(bytes);
  if (pdf.numPages > mostPages) throw new Refusal('too_many_pages');
  const { info } = (await pdf.getMetadata()) as {
    info: { EncryptFilterName?: string | null; Title?: unknown };
  };
  // Readable without a password, but its author has withheld rights.
  if (info.EncryptFilterName) throw new Refusal('encrypted');
  return { pdf, title: info.Title };
}

async function opened(bytes: Uint8Array): Promise<PdfDocument> {
  const { VerbosityLevel } = await getResolvedPDFJS();
  try {
    return await getDocumentProxy(bytes, {
      verbosity: VerbosityLevel.ERRORS,
      enableXfa: false,
      useSystemFonts: false,
      // Nothing is drawn.
      disableFontFace: true,
      isOffscreenCanvasSupported: false,
    });
  } catch (error) {
    if ((error as Error).name === 'PasswordException') throw new Refusal('encrypted');
    throw error;
  }
}

/** Names of files and of programs stand there as well. */
function titleOf(title: unknown): string | null {
  const text = typeof title === 'string' ? cleaned(title).replace(/\s+/g, ' ') : '';
  return /[\p{L}\p{N}]/u.test(text) && !/\.\w{2,4}$|^(?:microsoft word|untitled|document\d*)\b/i.test(text)
    ? text.slice(0, 300)
    : null;
}

interface Run {
  str: string;
  /** As [a, b, c, d, x, y] of the matrix. */
  transform: number[];
  width: number;
  hasEOL: boolean;
}

async function linesOf(pdf: PdfDocument, number: number): Promise<PageLine[]> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  const lines: PageLine[] = [];
  let right = 0;
  for (const item of items) {
    if (!('str' in item)) continue;
    const { str, transform, width } = item as Run;
    const [, , c, d, x, y] = transform as [number, number, number, number, number, number];
    const size = Math.hypot(c, d);
    const text = cleanedRun(str);
    if (text.trim() === '' && lines.length === 0) continue;
    const last = lines.at(-1);
    if (last && isBeside(last, y, size)) {
      // Words that are set apart by their places only.
      const isApart = x - right > size * 0.15 && !last.text.endsWith(' ') && !text.startsWith(' ');
      last.text += (isApart ? ' ' : '') + text;
      if (text.trim() !== '') last.size = Math.max(last.size, size);
    } else if (text.trim() !== '') lines.push({ text, size, y });
    right = x + width;
  }
  return lines.map((line) => ({ ...line, text: line.text.replace(/\s+/g, ' ').trim() }));
}

/** On one line, raised and lowered letters included. */
function isBeside({ y, size }: PageLine, at: number, itsSize: number): boolean {
  return Math.abs(y - at) < Math.max(size, itsSize) * 0.5;
}

/** The soft hyphen stays until lines are joined. */
function cleanedRun(text: string): string {
  return text
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .toWellFormed()
    .normalize('NFKC');
}
