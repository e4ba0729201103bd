// Word documents: a zip archive is looked into before anybody opens it.
import { Readable } from 'node:stream';
import mammoth from 'mammoth';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { markdownOf } from './html.ts';
import { Refusal, type ReadDocument, type ReadingLimits } from './orders.ts';

/** Headings that Word calls so in the templates of other languages are recognised by their level; these are by name. */
const styles = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"];

/** @throws Refusal */
export async function readDocx(bytes: Uint8Array, limits: ReadingLimits): Promise<ReadDocument> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  await checkPackage(buffer, limits);
  const { value: html } = await mammoth.convertToHtml(
    { buffer },
    {
      styleMap: styles,
      externalFileAccess: false,
      // Pictures are not unpacked.
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
    },
  );
  return { format: 'docx', pageStarts: null, ...markdownOf(html, limits) };
}

/**
 * Unpacks every part and counts, because what an archive says of its sizes may be a lie. Names may come once: of two readers one takes the
 * first and the other the last.
 */
async function checkPackage(buffer: Buffer, { entries, inflatedBytes }: ReadingLimits): Promise<void> {
  const zip: ZipFile = await fromBufferPromise(buffer);
  if (zip.entryCount > entries) throw new Refusal('packed_too_much');
  const names = new Set<string>();
  let room = inflatedBytes;
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize } = entry;
    if (entry.isEncrypted()) throw new Refusal('encrypted');
    if (/vba(?:project|data)|macrosheets?\//i.test(fileName)) throw new Refusal('macros');
    if (names.has(fileName.toLowerCase())) throw new Refusal('damaged');
    names.add(fileName.toLowerCase());
    if (uncompressedSize > room) throw new Refusal('packed_too_much');
    room -= await sizeOf(zip, entry, room);
  }
  if (!names.has('word/document.xml') && !names.has('[content_types].xml'))
    throw new Refusal('unknown_format');
}

async function sizeOf(zip: ZipFile, entry: Entry, room: number): Promise<number> {
  const stream: Readable = await zip.openReadStreamPromise(entry);
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop ends the stream.
    if (size > room) throw new Refusal('packed_too_much');
  }
  return size;
}
