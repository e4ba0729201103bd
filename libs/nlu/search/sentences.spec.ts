import { sentencesOf } from './sentences.js';

const textsOf = (passage: string) => sentencesOf(passage).map(({ text }) => text);

describe('the sentences of a passage', () => {
  it('end at marks, and not behind short forms', () => {
    expect(textsOf('It costs Rs. 300. You pay **later**.\nA line goes on\nhere.')).toEqual([
      'It costs Rs. 300.',
      'You pay later.',
      'A line goes on here.',
    ]);
  });

  it('are rows of tables, with the heading of a column where there are several', () => {
    expect(textsOf('| Work | Warranty |\n| --- | --- |\n| Paint | 6 months |')).toEqual(['Paint: 6 months']);
    expect(textsOf('| A | First | Last |\n|---|---|---|\n| High | 4 hours | 2 days |')).toEqual([
      'High: first 4 hours, last 2 days',
    ]);
  });

  it('are items of lists, which know what they hang on', () => {
    const items = sentencesOf('No fee is taken, if:\n\n- you fell ill;\n- it floods\n  badly.');
    expect(items.slice(1)).toMatchObject([
      { text: 'you fell ill;', lead: 'No fee is taken, if:', kind: 'item' },
      { text: 'it floods badly.', lead: 'No fee is taken, if:' },
    ]);
  });

  it.each([
    'One. Two.\n\n| a | b |\n|---|---|\n| c | d |\n\n1. Three.\n2. Four',
    '',
    '|',
    '- ',
    'नियम यह है। दूसरा वाक्य।',
  ])('stand where they say: %j', (passage) => {
    for (const { start, end } of sentencesOf(passage)) {
      expect(passage.slice(start, end)).toBe(passage.slice(start, end).trim());
      expect(end).toBeGreaterThan(start);
    }
  });
});
