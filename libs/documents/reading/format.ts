// What a file is, by what is in it: neither its name nor what a browser says of it counts.
import { fileTypeFromBuffer } from 'file-type';
import { decodedText } from './text.ts';
import { Refusal, type DocumentFormat } from './orders.ts';

const packages: Readonly<Record<string, DocumentFormat>> = {
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.template': 'docx',
};
const withMacros = /^application\/vnd\.ms-word\.\w+\.macroenabled/i;
/** In the directory of an old compound file: what a protected .docx becomes. */
const protectedPackage = Buffer.from('EncryptedPackage', 'utf16le');
const htmlStart =
  /^(?:\s|<!--[\s\S]{0,2000}?-->|<\?xml[^>]{0,200}\?>)*<(?:!doctype\s+html|html|head|body)\b/i;
const markdownSign =
  /^#{1,6}\s+\S|^\s{0,3}(?:[-*+]|\d{1,3}[.)])\s+\S|^\|.+\|\s*$|^```|\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)|\*\*[^*\n]{1,200}\*\*/m;
/** Characters that are looked at. */
const beginning = 20_000;

/** @throws Refusal */
export async function formatOf(bytes: Uint8Array): Promise<DocumentFormat> {
  const mime = (await fileTypeFromBuffer(bytes))?.mime ?? '';
  if (withMacros.test(mime)) throw new Refusal('macros');
  // PostScript and the like are told by their first bytes; a PDF may have some that are not its own before them.
  if (packages[mime]) return packages[mime];
  if (mime === 'application/x-cfb')
    throw new Refusal(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(protectedPackage)
        ? 'encrypted'
        : 'old_word',
    );
  // Everything else that is known by its bytes is no text, but for markup.
  if (mime !== '' && !/xml|^text\/|rtf/.test(mime)) throw new Refusal('unknown_format');
  if (/rtf/.test(mime)) throw new Refusal('old_word');
  return formatOfText(decodedText(bytes).slice(0, beginning));
}

function formatOfText(text: string): DocumentFormat {
  if (htmlStart.test(text) || isFragment(text)) return 'html';
  // Of XML only pages are taken.
  if (/^\s*<\?xml\b/.test(text)) throw new Refusal('unknown_format');
  return markdownSign.test(text) ? 'markdown' : 'text';
}

/** Elements from the first sign to the last, as an editor hands them out. */
function isFragment(text: string): boolean {
  return /^\s*<(?:p|div|h[1-6]|section|article|main|table|ul|ol|script|style|meta|title)\b[^>]*>/i.test(text);
}
