import { plainLetters } from './plain-letters.js';

describe('plainLetters', () => {
  it.each([
    ['look-alike letters of other scripts', 'gаs lеаk', 'gas leak'],
    ['Greek ones', 'fιrε', 'fire'],
    ['invisible characters', 'g\u200bas le\u200dak\ufeff', 'gas leak'],
    ['a soft hyphen and a word joiner', 'fi\u00adre he\u2060lp', 'fire help'],
    ['wide letters', 'ｇａｓ ｌｅａｋ', 'gas leak'],
    ['mathematical letters', '𝐟𝐢𝐫𝐞', 'fire'],
    ['accents', 'gás léàk', 'gas leak'],
    ['digits and marks that stand for letters', 'f1re and g@s l3ak', 'fire and gas leak'],
    ['letters set apart', 'g a s and f-i-r-e and s.o.s', 'gas and fire and sos'],
    ['capitals', 'GAS LEAK', 'gas leak'],
  ])('undoes %s', (_, hidden, plain) => {
    expect(plainLetters(hidden)).toBe(plain);
  });

  it('leaves numbers, initials and Hindi as they are', () => {
    const kept = 'ac 2 in 3bhk at 4 p.m., 560001, a 5-seater: करंट लगा और ज़मीन गीली है';
    expect(plainLetters(kept)).toBe(kept.normalize('NFC'));
  });
});
