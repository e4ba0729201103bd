import { readFileSync } from 'node:fs';
import { sentimentOf } from './sentiment.js';

describe('sentimentOf', () => {
  it.each([
    ['thank you, excellent work', 'positive'],
    ['bahut accha kaam kiya', 'positive'],
    ['no complaints at all', 'positive'],
    ['koi dikkat nahi hui', 'positive'],
    ['worst service ever, so rude', 'negative'],
    ['not good', 'negative'],
    ['accha nahi laga', 'negative'],
    ['i am fed up', 'negative'],
    ['totally unreliable', 'negative'],
    ['the staff was friendly but the work was horrible', 'negative'],
    ['need a plumber tomorrow at 10', 'neutral'],
    ['', 'neutral'],
  ])('hears %j as %s', (text, label) => {
    expect(sentimentOf(text).label).toBe(label);
  });

  it('goes from -1 to 1, stronger with emphasis', () => {
    const score = (text: string) => sentimentOf(text).score;
    expect(score('very good')).toBeGreaterThan(score('good'));
    expect(score('bad!')).toBeLessThan(score('bad'));
    expect(score('horrible '.repeat(500))).toBeGreaterThanOrEqual(-1);
    expect(score('excellent '.repeat(500))).toBeLessThanOrEqual(1);
  });

  it('is right on most held-out opinions that it has a feeling about', () => {
    const lines = readFileSync(new URL('./sentiment/heldout.tsv', import.meta.url), 'utf8').split('\n');
    const felt = lines
      .map((line) => line.split('\t'))
      .filter(([label]) => label === 'positive' || label === 'negative')
      .filter(([, text]) => sentimentOf(text!).label !== 'neutral');
    const right = felt.filter(([label, text]) => sentimentOf(text!).label === label);
    expect(felt.length).toBeGreaterThan(50);
    expect(right.length / felt.length).toBeGreaterThan(0.86);
  });

  it('has every word of its lexicon once', () => {
    const file = readFileSync(new URL('./sentiment/lexicon.txt', import.meta.url), 'utf8');
    const lines = file.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const words = lines.flatMap((line) => line.split(': ')[1]!.split(' '));
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  });
});
