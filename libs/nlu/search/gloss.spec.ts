import { glossOf } from './gloss.js';

describe('the gloss of a question', () => {
  it.each([
    ['deemak ki warranty kitni hai', /termite.*warranty/],
    ['paise wapas kab milenge', /^when .*money .*refund/],
    ['क्या पुलिस जाँच होती है', /police.*check/],
    ['data kitne samay tak rakhte hain', /^how long .*keep/],
  ])('puts %j into English', (question, gloss) => {
    expect(glossOf(question)).toMatch(gloss);
  });

  it.each(['do you take a bar of chocolate', 'how much is the current rate', 'kal', ''])(
    'leaves %j as it is',
    (question) => {
      expect(glossOf(question)).toBe(question);
    },
  );
});
