import { z } from 'zod';
import { defineNotice } from './notice-kind.js';
import { noticeKinds, noticeNames } from './notice-kinds.js';
import { fillTemplate, fillAll, noticeLanguages } from './notice-words.js';

const zone = 'Asia/Kolkata';
const words = { subject: 's', title: 't', body: 'b', short: 's' };

describe.each(noticeNames)('%s', (name) => {
  const kind = noticeKinds[name];
  it.each(noticeLanguages)('says everything in %s', (language) => {
    const filled = fillAll(kind.words[language], kind.sample as Record<string, unknown>, language, zone);
    for (const text of Object.values(filled)) {
      expect(text).not.toMatch(/[{}]|undefined|Invalid/);
      expect(text.trim()).toBe(text);
      expect(text.length).toBeGreaterThan(2);
    }
    expect(filled.title.length).toBeLessThanOrEqual(60);
    expect(filled.subject.length).toBeLessThanOrEqual(120);
    // What one text message holds.
    const isAscii = /^[\n\x20-\x7e]*$/.test(filled.short);
    expect(filled.short.length).toBeLessThanOrEqual(isAscii ? 160 : 70);
    expect([isAscii, /\p{Script=Devanagari}/u.test(filled.body)]).toEqual(
      language === 'en' ? [true, false] : [false, true],
    );
  });
});

describe('words', () => {
  const at = '2026-11-22T05:00:00.000Z';
  it('write days, times and amounts as they are written in India, in either language', () => {
    const facts = { at, paise: 12_34_567_00, odd: 99_05, reference: 'BK-1' };
    const text = '{at, day} | {at, date} | {at, time} | {paise, rupees} | {odd, rupees} | {reference}';
    expect(fillTemplate(text, facts, 'en', zone)).toBe(
      'Sunday 22 November | 22 Nov | 10:30 am | ₹12,34,567 | ₹99.05 | BK-1',
    );
    expect(fillTemplate(text, facts, 'hi', zone)).toBe(
      'रविवार 22 नवंबर | 22 नव॰ | 10:30 am | ₹12,34,567 | ₹99.05 | BK-1',
    );
  });

  it('are refused when the program loads them, if they ask for what they are not given', () => {
    const define = (body: string, sample: object = {}) =>
      defineNotice({
        ...{ category: 'jobs', audience: ['staff'], description: 'd' },
        facts: z.object({ reference: z.string().optional(), at: z.string().optional() }),
        sample,
        words: { en: words, hi: { ...words, body } },
      });
    expect(() => define('fine')).not.toThrow();
    expect(() => define('{nobody}')).toThrow('There is no fact for {nobody}.');
    expect(() => define('{constructor}')).toThrow('There is no fact');
    expect(() => define('{reference, loud}', { reference: 'x' })).toThrow('There is no format');
    expect(() => define('{reference, day}', { reference: 'x' })).toThrow('cannot be written: not an instant');
    expect(() => define('{reference, rupees}', { reference: 'x' })).toThrow('not an amount');
  });
});
