import { clausesOf } from './clauses.js';

const pieces = (text: string): string[] => clausesOf(text).map((clause) => clause.text);

describe('clausesOf', () => {
  it.each([
    ['fix my tap and also tell me the price', ['fix my tap', 'tell me the price']],
    ['hello! is anyone there? ok', ['hello', 'is anyone there', 'ok']],
    ['kal aana hai aur sofa bhi saaf karna', ['kal aana hai', 'sofa bhi saaf karna']],
    ['cancel it; book another', ['cancel it', 'book another']],
  ])('cuts %j', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it.each(['at 10.30 a.m tomorrow', 'pay Rs.500 now', 'a sandy handle', 'deep-clean the sofa'])(
    'keeps %j whole',
    (text) => {
      expect(pieces(text)).toEqual([text]);
    },
  );

  it('gives positions in the text as it was sent', () => {
    const text = '  hi,  my AC leaks ';
    for (const { text: piece, start, end } of clausesOf(text)) expect(text.slice(start, end)).toBe(piece);
  });

  it('has nothing for marks alone, and a limit for endless lists', () => {
    expect(clausesOf(' ?! ... ')).toEqual([]);
    const endless = clausesOf('a, '.repeat(500));
    expect(endless.length).toBeLessThanOrEqual(40);
    expect(endless.at(-1)!.end).toBe(1498);
  });
});
