import { encoderFolder, readEncoderFile } from './encoder-files.js';
import { bertWords, WordPieces, type TokenizerFile } from './word-pieces.js';

const vocabulary = [
  '[UNK]',
  '[CLS]',
  '[SEP]',
  'un',
  'una',
  '##ffa',
  '##ble',
  '##able',
  '##aff',
  'want',
  '##ed',
  ',',
];
const file: TokenizerFile = {
  model: {
    type: 'WordPiece',
    vocab: Object.fromEntries(vocabulary.map((piece, number) => [piece, number])),
    unk_token: '[UNK]',
    max_input_chars_per_word: 10,
  },
  truncation: { max_length: 8 },
};
const small = new WordPieces(file);
const namesOf = (text: string) => small.numbersOf(text).map((number) => vocabulary[number]);

describe('words, as BERT reads them', () => {
  it.each([
    ["  Don't\tSTOP…now\n", ['don', "'", 't', 'stop', '…', 'now']],
    ['Café Ünïcödé', ['cafe', 'unicode']],
    // $ + < are symbols to Unicode, € too; only those of ASCII stand alone.
    ['$5+3<4 €20', ['$', '5', '+', '3', '<', '4', '€20']],
    ['ac中文ok', ['ac', '中', '文', 'ok']],
    // Joiners and control characters are not seen, a hard space is a space.
    ['a\u200db\u00a0c\u0000d', ['ab', 'cd']],
    // Of Devanagari the vowel signs that stand above or below are lost, as they were in training.
    ['बिजली', ['बिजली'.normalize('NFD').replace(/\p{Mn}/gu, '')]],
    ['   ', []],
  ])('%j', (text, words) => {
    expect(bertWords(text).filter(Boolean)).toEqual(words);
  });
});

describe('pieces', () => {
  it('takes the longest piece first, and the rest with it', () => {
    expect(namesOf('unaffable')).toEqual(['[CLS]', 'una', '##ffa', '##ble', '[SEP]']);
    expect(namesOf('Wanted, unable')).toEqual(['[CLS]', 'want', '##ed', ',', 'una', '##ble', '[SEP]']);
  });

  it('knows a word as a whole or not at all, and none that is too long', () => {
    expect(namesOf('unwanted')).toEqual(['[CLS]', '[UNK]', '[SEP]']);
    expect(namesOf('wantededed')).toEqual(['[CLS]', 'want', '##ed', '##ed', '##ed', '[SEP]']);
    expect(namesOf('wantedededed')).toEqual(['[CLS]', '[UNK]', '[SEP]']);
  });

  it('reads the beginning of a long text, framed like any other', () => {
    expect(namesOf('want '.repeat(5_000))).toEqual(['[CLS]', ...Array(6).fill('want'), '[SEP]']);
    expect(namesOf('')).toEqual(['[CLS]', '[SEP]']);
  });

  it('refuses the file of another kind of tokeniser', () => {
    expect(() => new WordPieces({ ...file, model: { ...file.model, type: 'BPE' } })).toThrow(
      'not the tokeniser',
    );
  });
});

const folder = encoderFolder();

describe.skipIf(!folder)('with the vocabulary of the model', () => {
  it.each([
    ['Hello world', [101, 7592, 2088, 102]],
    ['unaffable', [101, 14477, 20961, 3468, 102]],
    ['my A.C. is leaking!', [101, 2026, 1037, 1012, 1039, 1012, 2003, 24325, 999, 102]],
  ])('%j', (text, numbers) => {
    const pieces = new WordPieces(JSON.parse(readEncoderFile(folder!, 'tokenizer').toString()));
    expect(pieces.numbersOf(text)).toEqual(numbers);
  });
});
