import { DomainError } from '#libs/errors';
import type { DocumentLimits } from './document-limits.js';
import type { UnreadableReason } from './reading/orders.js';

type Reason = UnreadableReason | 'too_large' | 'too_slow' | 'too_much_memory';

/** The document cannot be read, or is not taken. The detail says why, and what to do, to whoever has sent it. */
export class DocumentUnreadable extends DomainError {
  constructor(
    readonly reason: Reason,
    limits: DocumentLimits,
  ) {
    super('DOCUMENT_UNREADABLE', 'unprocessable', wordsFor[reason](limits), { reason });
  }
}

const megabytes = (bytes: number): number => Math.floor(bytes / 1024 / 1024);

const wordsFor: Readonly<Record<Reason, (limits: DocumentLimits) => string>> = {
  empty: () => 'The file is empty.',
  too_large: ({ bytes }) =>
    `The file is larger than ${megabytes(bytes)} MB. Split it, or leave out its pictures.`,
  unknown_format: () => 'The file is none of PDF, Word (.docx), HTML, Markdown or plain text.',
  old_word: () => 'The file is of an old Word or another Office program. Save it as .docx or PDF.',
  wrong_encoding: () => 'The text is not in UTF-8. Save it in that encoding.',
  damaged: () => 'The file is damaged, or was cut off. Save it anew and send that.',
  encrypted: () => 'The file is protected with a password or rights. Save it without protection.',
  macros: () => 'The file contains macros. Save it without them, as .docx.',
  packed_too_much: ({ inflatedBytes, entries }) =>
    `The file unpacks to more than ${megabytes(inflatedBytes)} MB or ${entries} parts.`,
  too_complex: () => 'The file is nested deeper than any document is.',
  too_many_pages: ({ pages }) => `The document has more than ${pages} pages. Split it.`,
  too_long: ({ characters }) => `The document has more than ${characters} characters of text. Split it.`,
  active: () =>
    'The file contains scripts, forms or other files. Print it into a new PDF, or send a photograph of it.',
  no_text: () => 'There is no text in the document. Of a scan, recognise the text first (OCR).',
  too_slow: ({ seconds }) =>
    `The document could not be read within ${seconds} seconds. Save it anew, or split it.`,
  too_much_memory: () =>
    'Reading the document takes more memory than any document should. Save it anew, or split it.',
};
