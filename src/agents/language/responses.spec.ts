// Every text of every agent, in every language in which people are answered.
import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { formatMessage, replyLanguages } from '#libs/format';
import { replyLanguageOf } from './reply-language.js';
import {
  joinedTexts,
  keptText,
  listedNames,
  Responses,
  restoredText,
  saidAgain,
  verbatim,
} from './responses.js';

const timeZone = 'Asia/Kolkata';
const folder = new URL('../', import.meta.url);
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
);
const files = sources.filter((file) => file.endsWith('-responses.ts')).toSorted();

/** What a message is made of, as it is parsed: 0 is text, 7 the number of a plural, the rest are places. */
interface Element {
  type: number;
  value: string;
  style?: string;
  options?: Record<string, { value: Element[] }>;
}

/** Also those inside of choices. */
function elementsOf(text: string): Element[] {
  const inside = (elements: readonly Element[]): Element[] =>
    elements.flatMap((each) => [
      each,
      ...Object.values(each.options ?? {}).flatMap(({ value }) => inside(value)),
    ]);
  return inside(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst() as never);
}

/** The rule behind a fee is a sentence of the domain, which is English; the other languages tell the fee without it. */
const onlyInEnglish = new Set(['rule']);
const placesIn = (text: string): Element[] => elementsOf(text).filter(({ type }) => type !== 0 && type !== 7);
const namesIn = (text: string): string[] =>
  [...new Set(placesIn(text).map(({ value }) => value))]
    .filter((name) => !onlyInEnglish.has(name))
    .toSorted();
const wordsIn = (text: string): string =>
  elementsOf(text).map(({ type, value }) => (type === 0 ? value : '\n')).join(''); // prettier-ignore

/** For each place something that it takes; the choices one after the other. */
function samplesFor(text: string, index: number): Record<string, unknown> {
  const values = placesIn(text).map(({ value, style, options }) => {
    if (style) return [value, ['day', 'clock'].includes(style) ? '2026-11-21T04:30:00.000Z' : 12_300];
    const choices = Object.keys(options ?? {});
    if (choices.includes('one') || choices.includes('=0')) return [value, index];
    return [value, choices.length > 0 ? choices[index % choices.length] : `<${value}>`];
  });
  return Object.fromEntries(values) as Record<string, unknown>;
}

describe.each(files)('%s', async (file) => {
  const module = (await import(new URL(file, folder).href)) as Record<string, unknown>;
  const responses = Object.values(module).filter((each) => each instanceof Responses);
  const texts = responses.flatMap((each) => Object.entries((each as Responses<string>).texts));

  it('holds texts', () => expect(texts).not.toEqual([]));

  it.each(texts)('%s is said in every language, with the same facts', (_, languages) => {
    expect(Object.keys(languages).toSorted()).toEqual([...replyLanguages].toSorted());
    const [first, ...others] = Object.values(languages).map(namesIn);
    for (const names of others) expect(names).toEqual(first);
  });

  it.each(texts)('%s is written in the letters and words of its language', (_, languages) => {
    expect(wordsIn(languages.hi)).not.toMatch(/\p{Script=Latin}|\.(?:\s|$)/u);
    expect(wordsIn(languages['hi-Latn'])).not.toMatch(/\p{Script=Devanagari}/u);
    expect(wordsIn(languages.en)).not.toMatch(/\p{Script=Devanagari}/u);
    expect(replyLanguageOf(wordsIn(languages['hi-Latn']))).not.toBe('en');
    expect(replyLanguageOf(wordsIn(languages.en))).not.toBe('hi-Latn');
  });

  it.each(texts)('%s can be written, whatever is chosen', (_, languages) => {
    for (const language of replyLanguages)
      for (const index of [0, 1, 2, 3, 4, 5, 6]) {
        const written = formatMessage(
          languages[language],
          samplesFor(languages[language], index),
          language,
          timeZone,
        );
        expect(written).toMatch(/\S/);
        expect(written).not.toMatch(/undefined|NaN|[{}]/);
      }
  });
});

it('texts stand in files that are named for it', () => {
  const elsewhere = sources.filter(
    (file) => !files.includes(file) && /new Responses\(\{/.test(readFileSync(new URL(file, folder), 'utf8')),
  );
  expect(elsewhere).toEqual([]);
});

describe('texts that are not written yet', () => {
  const responses = new Responses({
    outer: { en: 'You need {what} on {at, date, day}.', hi: '{at, date, day} को {what} चाहिए।', 'hi-Latn': '{at, date, day} ko {what} chahiye.' }, // prettier-ignore
    inner: { en: 'one visit', hi: 'एक विज़िट', 'hi-Latn': 'ek visit' },
  });
  const at = '2026-11-20T19:00:00.000Z'; // the 21st in India

  it('are written, with those inside of them, for one reader', () => {
    const text = joinedTexts(
      responses.text('outer', { what: responses.text('inner'), at }),
      verbatim(''),
      listedNames(['A', 'B', 'C'], 'or'),
    );
    expect(text({ language: 'en', timeZone })).toBe('You need one visit on Saturday 21 November. A, B or C');
    expect(text({ language: 'hi', timeZone })).toBe('शनिवार 21 नवंबर को एक विज़िट चाहिए। A, B या C');
    expect(text({ language: 'hi-Latn', timeZone: 'UTC' })).toBe(
      'Friday 20 November ko ek visit chahiye. A, B ya C',
    );
  });

  it('that are said again are said in the language of the moment', () => {
    const kept = keptText(responses.text('inner'), timeZone);
    const again = saidAgain(JSON.parse(JSON.stringify(kept)) as typeof kept);
    expect(replyLanguages.map((language) => again({ language, timeZone }))).toEqual([
      'one visit',
      'एक विज़िट',
      'ek visit',
    ]);
    // Of an earlier version of the program.
    expect(saidAgain(restoredText('one visit'))({ language: 'hi', timeZone })).toBe('one visit');
  });
});
