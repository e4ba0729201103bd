// What people type. Checked in the form in which it is kept, so that nothing passes as one text and is kept as another.
import { z } from 'zod';

export interface TextOptions {
  /** Characters at least, after trimming. Default 0. */
  min?: number;
  /** Characters (UTF-16 units) at most, before and after normalising. */
  max: number;
  /** Whether line breaks and tabs belong to it. Default false. */
  lineBreaks?: boolean;
  /** Whether angle brackets belong to it. Default true. */
  brackets?: boolean;
}

// Half a character (a lone surrogate, Cs) is refused as well: the database keeps something else in its place.
const oneLine = /^[^\p{Cc}\p{Cs}]*$/u;
const lines = /^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u;
const oneLineWithoutBrackets = /^[^\p{Cc}\p{Cs}<>]*$/u;
const controls = 'must not contain control characters';

/** Trimmed, in Unicode's composed form (NFC), well-formed, without control characters. Letters and signs stay as they were typed. */
export function plainText(options: TextOptions) {
  const text = normalised('NFC', options);
  if (options.brackets === false) return text.regex(oneLineWithoutBrackets, `${controls} or angle brackets`);
  return text.regex(options.lineBreaks ? lines : oneLine, controls);
}

/** What somebody or something is recognised by: look-alikes (full-width letters, ligatures) become plain, then brackets are refused. */
export function nameText(options: Pick<TextOptions, 'min' | 'max'>) {
  return normalised('NFKC', options).regex(oneLineWithoutBrackets, `${controls} or angle brackets`);
}

/** A key or code, compared as it is. */
export function codeText({ min = 1, max }: Pick<TextOptions, 'min' | 'max'>) {
  return z.string().min(min).max(max).regex(oneLine, controls);
}

/** The length comes first and alone: normalising takes time that grows with its square. It comes again, as a text may grow 18 times. */
function normalised(form: 'NFC' | 'NFKC', { min = 0, max }: TextOptions) {
  return z.string().max(max, { abort: true }).normalize(form).trim().min(min).max(max);
}
