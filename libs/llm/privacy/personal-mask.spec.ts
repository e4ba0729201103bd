import { PersonalMask } from './personal-mask.js';

const known = ['Asha Rao', '12, 5th cross, Koramangala'];

describe('what leaves the program', () => {
  it.each([
    ['call me at 98765 43210', 'call me at [PHONE_1]'],
    ['call +91-98765-43210 or 080 4123 4567', 'call [PHONE_1] or [PHONE_2]'],
    ['मेरा नंबर ९८७६५४३२१० है', 'मेरा नंबर [PHONE_1] है'],
    ['aadhaar 1234 5678 9012', 'aadhaar [PHONE_1]'],
    ['write to asha.rao+home@example.co.in', 'write to [EMAIL_1]'],
    ['upi asha@okbank', 'upi [EMAIL_1]'],
    ['pan ABCDE1234F', 'pan [NUMBER_1]'],
    ['where is bk-7F3K9Q', 'where is [REFERENCE_1]'],
    ['flat no 302 and house 12-B', '[HOUSE_1] and [HOUSE_2]'],
    ['my name is Ravi Kumar Iyer', 'my name is [NAME_1]'],
    ['this is for ASHA  rao at 12, 5th cross, koramangala', 'this is for [PERSON_1] at [PERSON_2]'],
    ['see https://example.com/?u=98765', 'see [LINK_1]'],
  ])('%s', (text, sent) => {
    const mask = new PersonalMask(known);
    expect(mask.mask(text)).toBe(sent);
    expect(mask.hasFound).toBe(true);
  });

  it.each([
    'AC repair in 560034 tomorrow at 10:30 for ₹1,499',
    '2 bhk deep cleaning, 1.5 ton AC',
    'how much is it on 21 November 2026?',
    'from 2026-11-21 to 22-11-2026',
  ])('keeps what is not personal: %s', (text) => {
    const mask = new PersonalMask(known);
    expect(mask.mask(text)).toBe(text);
    expect(mask.hasFound).toBe(false);
  });
});

describe('what comes back', () => {
  it('has the text again, the same one for each mention', () => {
    const mask = new PersonalMask(known);
    expect(mask.mask('Asha Rao, BK-7F3K9Q; again bk-7f3k9q')).toBe(
      '[PERSON_1], [REFERENCE_2]; again [REFERENCE_2]',
    );
    expect(
      mask.restoreAll({ text: '[PERSON_1] has [REFERENCE_2]', list: ['[REFERENCE_2]'], number: 1 }),
    ).toEqual({
      text: 'Asha Rao has BK-7F3K9Q',
      list: ['BK-7F3K9Q'],
      number: 1,
    });
  });

  it('is nothing where it has a placeholder that was not given out', () => {
    const mask = new PersonalMask();
    mask.mask('98765 43210');
    expect(mask.restore('Call [PHONE_2]')).toBeNull();
    expect(mask.restoreAll({ list: [{ text: 'Call [PHONE_2]' }] })).toBeUndefined();
  });

  it('does not give a text away to somebody who writes its placeholder', () => {
    const mask = new PersonalMask();
    expect(mask.mask('[PHONE_2] 98765 43210')).toBe('[TEXT_1] [PHONE_2]');
    expect(mask.restore('[TEXT_1]')).toBe('[PHONE_2]');
  });
});

it('takes linear time for what somebody may send to hold it up', () => {
  const mask = new PersonalMask(known);
  const long =
    `${'1 '.repeat(9)}x`.repeat(500) + 'a.'.repeat(5_000) + '@'.repeat(5_000) + 'flat '.repeat(2_000);
  expect(mask.mask(long).length).toBeGreaterThan(0);
});
