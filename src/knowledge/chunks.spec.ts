import { chunksOf, textOf } from './chunks.js';

const cut = (body: string) => chunksOf('Refunds', body);

describe('a document', () => {
  it('is cut along its headings, which stand above each piece', () => {
    const body =
      '# Refunds\n\nMoney back.\n\n## When\n\nAt once.\n\n### By card\n\nIn a week.\n\n## How\n\nAs it came.';
    expect(cut(body).map(({ heading, text }) => [heading, text])).toEqual([
      ['Refunds', 'Money back.'],
      ['Refunds > When', 'At once.'],
      ['Refunds > When > By card', 'In a week.'],
      ['Refunds > How', 'As it came.'],
    ]);
  });

  it('keeps together what fits, and cuts what does not at the end of a sentence', () => {
    const sentence = `${'word '.repeat(60).trim()}. `;
    expect(cut('One.\n\nTwo.')).toHaveLength(1);
    const pieces = cut(sentence.repeat(10));
    expect(pieces.length).toBeGreaterThan(2);
    for (const { text } of pieces) {
      expect(text.length).toBeLessThanOrEqual(1_000);
      expect(text).toMatch(/^word.*\.$/);
    }
    expect(pieces.map(({ text }) => text).join(' ')).toBe(sentence.repeat(10).trim());
  });

  it('may be without sentences, words or ends of lines', () => {
    const text = cut('x'.repeat(2_500)).map((piece) => piece.text);
    expect(text.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
    expect([cut(''), cut('\n\n#\n')[0]?.text]).toEqual([[], '#']);
  });

  it('takes a mark of a heading in code for what it is', () => {
    const text = '```\n# a comment\n\nx = 1\n```';
    expect(cut(text)).toEqual([{ heading: 'Refunds', text, start: 0, end: text.length }]);
  });

  it('knows where each piece stands in it', () => {
    const body = `# Refunds\n\n  One.\n\n\nTwo.\n\n## Long\n\n${'word '.repeat(500)}\n`;
    const pieces = cut(body);
    expect(body.slice(pieces[0]!.start, pieces[0]!.end)).toBe('One.\n\n\nTwo.');
    expect(pieces.slice(1)).toHaveLength(3);
    for (const { text, start, end } of pieces.slice(1)) expect(body.slice(start, end)).toBe(text);
  });

  it('keeps a list or table whole where it fits, with the line that leads to it', () => {
    const filler = `${'word '.repeat(185).trim()}.`;
    const items = ['- By card, in five working days.', '- By UPI, in two days.', '- In cash, never.'].map(
      (item) => item.padEnd(60, '!'),
    );
    const list = `We pay back:\n\n${items.join('\n\n')}`;
    const table = `The charges are:\n\n| Hours | Charge |\n| --- | --- |\n| 4 | ${'none '.repeat(20)} |`;
    expect(cut(`${filler}\n\n${list}\n\n${filler}\n\n${table}`).map(({ text }) => text)).toEqual([
      filler,
      list,
      filler,
      table.trim(),
    ]);
    const long = cut(
      Array.from({ length: 40 }, (_, n) => `- ${n} ${'word '.repeat(12).trim()}`).join('\n\n'),
    );
    expect(long.map(({ text }) => text.length <= 1_000)).toEqual(long.map(() => true));
    expect(long.every(({ text }) => /^- \d/.test(text))).toBe(true);
  });

  it('is embedded with its headings', () => {
    expect(cut('## When\n\nAt once.').map(textOf)).toEqual(['Refunds > When\nAt once.']);
  });
});
