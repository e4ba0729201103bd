import { readFileSync } from 'node:fs';
import { dangerKinds, type DangerKind } from '../../conversations/conversation.entity.js';
import type { ReplyLanguage } from '#libs/format';
import { isMendedByVisit, safetyAdvice as adviceFor, safetyReminder } from './safety-advice.js';

const handbook = readFileSync(new URL('../../demo/data/handbook/safety.md', import.meta.url), 'utf8');
const readerOf = (language: ReplyLanguage) => ({ language, timeZone: 'Asia/Kolkata' });
const safetyAdvice = (kind: DangerKind, language: ReplyLanguage) => adviceFor(kind, readerOf(language));
const languages: ReplyLanguage[] = ['en', 'hi-Latn', 'hi'];
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
    ['gas', 'hi', ['वाल्व', 'खिड़की', 'स्विच न', 'बाहर निकल']],
    ['electric_shock', 'en', ['main switch', 'not touch the person']],
    ['electric_shock', 'hi-Latn', ['main switch', 'vyakti ko na chhu']],
    ['electric_shock', 'hi', ['मेन स्विच', 'व्यक्ति को न छुएं']],
    ['flood', 'en', ['main valve', 'tank outlet']],
    ['flood', 'hi-Latn', ['main valve', 'tanki ka outlet']],
    ['flood', 'hi', ['मेन वाल्व', 'टंकी का आउटलेट']],
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

  it.each(all)(
    'sells nothing on $kind, and reminds of the number alone ($language)',
    ({ kind, language }) => {
      const said = safetyAdvice(kind, language);
      const reminder = safetyReminder(kind, readerOf(language));
      expect(said).not.toMatch(/₹|rs\.?\s?\d|price|book now/i);
      expect(said.startsWith(reminder)).toBe(true);
      expect(reminder.length).toBeLessThan(said.length / 2 + 20);
    },
  );

  it('knows which danger a visit mends', () => {
    expect(dangerKinds.filter(isMendedByVisit)).toEqual(['sparks', 'flood']);
  });

  it('writes Devanagari in Devanagari and Latin Hindi in Latin letters', () => {
    for (const kind of dangerKinds) {
      expect(safetyAdvice(kind, 'hi-Latn')).not.toMatch(/[\u0900-\u097f]/);
      expect(safetyAdvice(kind, 'hi').match(/[\u0900-\u097f]/g)!.length).toBeGreaterThan(60);
    }
  });
});
