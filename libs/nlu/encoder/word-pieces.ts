// Splits a text into the pieces that BERT's uncased models were trained on: the normaliser and pre-tokeniser of Devlin et al. 2018
// (google-research/bert, tokenization.py), then the longest pieces first (WordPiece, Schuster & Nakajima 2012).

/** Of `tokenizer.json`, as far as it is read here. */
export interface TokenizerFile {
  model: { type: string; vocab: Record<string, number>; unk_token: string; max_input_chars_per_word: number };
  truncation: { max_length: number } | null;
}

const opening = '[CLS]';
const closing = '[SEP]';
/** Far more than a message of the greatest number of pieces has; what comes after is not even split. */
const longestRead = 4_000;

// ASCII marks count as punctuation even where Unicode calls them symbols ($, +, <, ^, `, |, ~).
const punctuation = /[!-/:-@[-`{-~\p{P}]/u;
/** The blocks that BERT calls Chinese: each of these characters is a word. */
const ideograph =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b820}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;
const unseen = /[\0\ufffd]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

export class WordPieces {
  private readonly numbers: ReadonlyMap<string, number>;
  private readonly unknown: number;
  private readonly longestWord: number;
  /** Pieces of a text, those that open and close it included. */
  readonly mostPieces: number;

  /** @throws Error when the file is of another kind of tokeniser */
  constructor({ model, truncation }: TokenizerFile) {
    this.numbers = new Map(Object.entries(model.vocab));
    for (const piece of [opening, closing, model.unk_token])
      if (model.type !== 'WordPiece' || !this.numbers.has(piece))
        throw new Error('This is not the tokeniser of a BERT model.');
    this.unknown = this.numbers.get(model.unk_token)!;
    this.longestWord = model.max_input_chars_per_word;
    this.mostPieces = truncation?.max_length ?? 512;
  }

  /** Numbers of the pieces, framed by those that open and close a text; of a long one only as many as `mostPieces`. */
  numbersOf(text: string): number[] {
    const pieces = [this.numbers.get(opening)!];
    for (const word of bertWords(text.slice(0, longestRead))) {
      pieces.push(...this.split(word));
      if (pieces.length >= this.mostPieces) break;
    }
    pieces.length = Math.min(pieces.length, this.mostPieces - 1);
    pieces.push(this.numbers.get(closing)!);
    return pieces;
  }

  /** The longest piece that the word begins with, then the longest that the rest does; unknown as a whole when a rest is no piece. */
  private split(word: string): number[] {
    const letters = [...word];
    if (letters.length > this.longestWord) return [this.unknown];
    const pieces: number[] = [];
    for (let start = 0; start < letters.length;) {
      let end = letters.length;
      let number: number | undefined;
      for (; end > start && number === undefined; end--) {
        const piece = letters.slice(start, end).join('');
        number = this.numbers.get(start > 0 ? `##${piece}` : piece);
        if (number !== undefined) break;
      }
      if (number === undefined) return [this.unknown];
      pieces.push(number);
      start = end;
    }
    return pieces;
  }
}

/** Words and single marks, in lower case and without accents. Vowel signs of Indian scripts go with the accents, as in training. */
export function bertWords(text: string): string[] {
  const plain = text
    .replace(unseen, '')
    .replace(ideograph, ' $& ')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  return plain.split(/\s+/u).flatMap((word) => {
    const parts: string[] = [];
    let isOpen = false;
    for (const letter of word) {
      const isMark = punctuation.test(letter);
      if (isMark || !isOpen) parts.push(letter);
      else parts[parts.length - 1] += letter;
      isOpen = !isMark;
    }
    return parts;
  });
}
