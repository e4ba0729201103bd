// What the two sides of the reading of a document say to each other.

export type DocumentFormat = 'markdown' | 'text' | 'html' | 'pdf' | 'docx';

/** A document as Markdown, whatever it was. */
export interface ReadDocument {
  format: DocumentFormat;
  /** As the document itself says; null where it does not. */
  title: string | null;
  /** Lines end in `\n`; well-formed, without control characters. */
  markdown: string;
  /** Where each page begins in it, in characters; null where there are no pages. */
  pageStarts: number[] | null;
}

/** A PDF that is whole, and does nothing but show its pages. */
export interface CheckedPdf {
  pages: number;
}

export interface ReadingLimits {
  pages: number;
  /** Of the Markdown. */
  characters: number;
  /** Files in a package. */
  entries: number;
  /** What they unpack to, together. */
  inflatedBytes: number;
  /** Levels of elements within elements. */
  depth: number;
}

export interface ReadingOrder {
  /** To read it, or only to look whether a PDF may be kept as it is. */
  task: 'read' | 'check';
  bytes: Uint8Array;
  limits: ReadingLimits;
}

export type UnreadableReason =
  | 'empty'
  | 'unknown_format'
  | 'old_word'
  | 'wrong_encoding'
  | 'damaged'
  | 'encrypted'
  | 'macros'
  | 'packed_too_much'
  | 'too_complex'
  | 'too_many_pages'
  | 'too_long'
  | 'no_text'
  | 'active';

export type ReadingReport =
  | { is: 'reading'; percent: number }
  | { is: 'done'; result: ReadDocument | CheckedPdf }
  | {
      is: 'refused';
      reason: UnreadableReason;
      /** What a library has thrown, and where: for the log, without the message, which may quote the document. */
      fault?: string;
    };

/** Why the document is not taken. The words for it are on the other side. */
export class Refusal extends Error {
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}
