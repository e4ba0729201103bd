import { readFileSync } from 'node:fs';
import { dangerKinds } from './danger-model.js';
import { isMendedByVisit, safetyAdvice, type AdviceLanguage } from './safety-advice.js';

const handbook = readFileSync(new URL('../../demo/data/handbook/safety.md', import.meta.url), 'utf8');
const languages: AdviceLanguage[] = ['en', 'hi-Latn', 'hi-Deva'];
const all = dangerKinds.flatMap((kind) => languages.map((language) => ({ kind, language })));

describe('safetyAdvice', () => {
  it.each(all)('names in the first sentence on $kind whom to call ($language)', ({ kind, language }) => {
    const [first] = safetyAdvice(kind, language).split(/[.।]/);
    expect(first).toMatch(kind === 'gas' ? /\b1906\b/ : /\b112\b/);
  });

  it.each(all)(
    'says nothing on $kind that the handbook does not know a number of ($language)',
    ({ kind, language }) => {
      const numbers = safetyAdvice(kind, language).match(/\d+/g) ?? [];
      expect(numbers.filter((number) => !handbook.includes(number))).toEqual([]);
    },
  );

  it.each([
    ['gas', 'en', ['valve', 'windows', 'no switch', 'leave the house']],
    ['gas', 'hi-Latn', ['valve', 'khidki', 'switch na', 'bahar nikal']],
    ['gas', 'hi-Deva', ['वाल्व', 'खिड़की', 'स्विच न', 'बाहर निकल']],
    ['electric_shock', 'en', ['main switch', 'not touch the person']],
    ['electric_shock', 'hi-Latn', ['main switch', 'vyakti ko na chhu']],
    ['electric_shock', 'hi-Deva', ['मेन स्विच', 'व्यक्ति को न छुएं']],
    ['flood', 'en', ['main valve', 'tank outlet']],
    ['flood', 'hi-Latn', ['main valve', 'tanki ka outlet']],
    ['flood', 'hi-Deva', ['मेन वाल्व', 'टंकी का आउटलेट']],
  ] as const)('gives the words of the handbook on %s in %s', (kind, language, words) => {
    const said = safetyAdvice(kind, language)
      .toLowerCase()
      .replaceAll('khidkiyan', 'khidki')
      .replaceAll('खिड़कियां', 'खिड़की');
    expect(words.filter((word) => !said.includes(word))).toEqual([]);
  });

  it('never tells anybody who smells gas to touch the main switch', () => {
    expect(
      languages.filter((language) => /main switch|मेन स्विच/i.test(safetyAdvice('gas', language))),
    ).toEqual([]);
  });

  it.each(all)('promises a person and sells nothing, after $kind ($language)', ({ kind, language }) => {
    const said = safetyAdvice(kind, language);
    expect(said).toContain('critical');
    expect(said).toContain('30');
    expect(said).not.toMatch(/₹|rs\.?\s?\d|price|book now/i);
  });

  it('offers a visit for afterwards only where a visit mends the fault', () => {
    const offers = dangerKinds.filter((kind) => safetyAdvice(kind, 'en').includes('come and repair'));
    expect(offers).toEqual(dangerKinds.filter(isMendedByVisit));
    expect(offers).toEqual(['sparks', 'flood']);
  });

  it('writes Devanagari in Devanagari and Latin Hindi in Latin letters', () => {
    for (const kind of dangerKinds) {
      expect(safetyAdvice(kind, 'hi-Latn')).not.toMatch(/[\u0900-\u097f]/);
      expect(safetyAdvice(kind, 'hi-Deva').match(/[\u0900-\u097f]/g)!.length).toBeGreaterThan(100);
    }
  });
});
