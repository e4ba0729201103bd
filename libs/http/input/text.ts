// What people type. Checked in the form in which it is kept, so that nothing passes as one text and is kept as another.
import { z } from 'zod';

export interface TextOptions {
  /** Characters at least, after trimming; one of them shows something. Default 0. */
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

/** A letter, digit or sign that has a shape: Hangul's fillers are letters without one, Braille's blank is such a sign. */
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;
/** They turn what follows around, on the screens of others as well. Joiners, which Indic scripts and emoji need, are none of them. */
const bidiControl = /\p{Bidi_Control}/u;
/** The same without the marks, which act on nothing but their own place. */
const bidiTurns = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Trimmed, in Unicode's composed form (NFC), well-formed, without control characters. Letters and signs stay as they were typed; what turns a line
 * around is taken away: it comes with numbers that were copied from an address book, and makes a text show what it does not say.
 */
export function plainText(options: TextOptions) {
  const text = normalised('NFC', options, (typed) => typed.replace(bidiTurns, ''));
  if (options.brackets === false) return text.regex(oneLineWithoutBrackets, `${controls} or angle brackets`);
  return text.regex(options.lineBreaks ? lines : oneLine, controls);
}

/** What somebody or something is recognised by: look-alikes (full-width letters, ligatures) become plain, then brackets are refused. */
export function nameText(options: Pick<TextOptions, 'min' | 'max'>) {
  return normalised('NFKC', options)
    .regex(oneLineWithoutBrackets, `${controls} or angle brackets`)
    .refine((text) => !bidiControl.test(text), {
      message: 'must not contain characters that turn the line around',
    });
}

/** A key or code, compared as it is. */
export function codeText({ min = 1, max }: Pick<TextOptions, 'min' | 'max'>) {
  return z.string().min(min).max(max).regex(oneLine, controls);
}

/** The length comes first and alone: normalising takes time that grows with its square. It comes again, as a text may grow 18 times. */
function normalised(
  form: 'NFC' | 'NFKC',
  { min = 0, max }: TextOptions,
  clean: (text: string) => string = (text) => text,
) {
  return z
    .string()
    .max(max, { abort: true })
    .overwrite((text) => clean(text).normalize(form).trim())
    .min(min)
    .max(max)
    .refine((text) => min === 0 || visible.test(text), {
      message: 'must contain something that can be seen',
    });
}
