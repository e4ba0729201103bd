// Whether a PDF that somebody sent may be kept and handed on as it is: it is whole, and does nothing but show its pages.
//
// Two looks, because each misses something. pdf.js follows the structure through every packing, but tells of scripts and files only. The names of
// what acts are looked for in the bytes, and in what these unpack to, wherever in the file they stand.
import { inflateSync } from 'node:zlib';
import { openPdf } from './pdf.ts';
import { Refusal, type CheckedPdf, type ReadingLimits } from './orders.ts';

const start = Buffer.from('%PDF-');
const end = Buffer.from('%%EOF');
/** Actions that run something, send something away or open another file; forms of programs; files within the file. */
const acting =
  /\/(?:JavaScript|Launch|SubmitForm|ImportData|GoToE|GoToR|Rendition|RichMedia|EmbeddedFiles?|FileAttachment|XFA)(?![A-Za-z0-9])/;
/** A letter of a name may be written as its number. */
const written = /#([0-9A-Fa-f]{2})/g;

/** @throws Refusal */
export async function checkPdf(bytes: Uint8Array, limits: ReadingLimits): Promise<CheckedPdf> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!file.subarray(0, start.length).equals(start)) throw new Refusal('unknown_format');
  const ends = file.lastIndexOf(end);
  if (ends < 0) throw new Refusal('damaged');
  // What stands behind the end is no part of the document: another file, for whoever opens it as one.
  if (
    file
      .subarray(ends + end.length)
      .toString('latin1')
      .trim() !== ''
  )
    throw new Refusal('active');
  lookFor(file);
  for (const unpacked of unpackedParts(file, limits.inflatedBytes)) lookFor(unpacked);
  // The bytes are the library's from here on.
  const { pdf } = await openPdf(bytes, limits.pages);
  if ((await pdf.hasJSActions()) || (await pdf.getAttachments())) throw new Refusal('active');
  return { pages: pdf.numPages };
}

function lookFor(part: Buffer): void {
  const text = part.toString('latin1');
  const plain = text.replace(written, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  if (acting.test(plain)) throw new Refusal('active');
}

/** What begins like a packed stream, unpacked, one after the other. @throws Refusal when it is too much in all */
function* unpackedParts(file: Buffer, most: number): Generator<Buffer> {
  let left = most;
  for (let at = file.indexOf('stream'); at >= 0; at = file.indexOf('stream', at + 6)) {
    const from = file[at + 6] === 0x0d ? at + 8 : at + 7;
    // The first two bytes of zlib: its method, and a sum.
    if (((file[from] ?? 0) & 0x0f) !== 8 || ((file[from]! << 8) | (file[from + 1] ?? 0)) % 31 !== 0) continue;
    const unpacked = inflated(file.subarray(from), left);
    left -= unpacked.length;
    yield unpacked;
  }
}

function inflated(packed: Buffer, most: number): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(most, 1) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Refusal('packed_too_much');
    // No stream, or a broken one, which pdf.js judges.
    return Buffer.alloc(0);
  }
}
