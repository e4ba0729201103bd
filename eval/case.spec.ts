// A real conversation as a dialogue of the evaluation: it plays as a script does, and nobody can be told from it.
import { randomUUID } from 'node:crypto';
import { newTalker } from '../test/conversations/conversation.js';
import { dialoguesOf } from '../test/conversations/script.js';
import { startApp, type TestApp } from '../test/support/app.js';
import { givenIn, type Given } from '../test/support/given.js';
import { caseOf, heldConversation } from './case.js';
import { maskedText } from './masking.js';

const nobody = { names: [], addressLines: [] };

describe('masking', () => {
  it.each([
    ['call me on 98450 12345 please', 'call me on 9000000000 please'],
    ['write to sunita.k@example.org, or +91 9845012345', 'write to name@example.com, or 9000000000'],
    ['cancel BK-ABC234 now', 'cancel BK-7F3K9Q now'],
    ['Flat 302, Lotus Heights, 5th Cross Road', '1, Example Road'],
    ['plumber tomorrow 10 am at 560034', 'plumber tomorrow 10 am at 560034'],
  ])('%s', (text, masked) => expect(maskedText(text, nobody)).toBe(masked));

  it('takes out the name and the addresses that are known of the customer, in whatever case', () => {
    const personal = { names: ['Sunita Krishnan'], addressLines: ['near the (old) mill'] };
    const text = 'sunita here, come to Near the (old) mill. KRISHNAN is on the door';
    expect(maskedText(text, personal)).toBe('Asha here, come to 1, Example Road. Asha is on the door');
  });

  it('leaves a word alone that only begins like a name', () => {
    expect(maskedText('on Sunday', { names: ['Sun Li'], addressLines: [] })).toBe('on Sunday');
  });
});

describe('a conversation of the database', () => {
  let running: TestApp;
  let given: Given;
  beforeAll(async () => {
    running = await startApp({ settings: { DEMO_DATA: true } });
    given = givenIn(running);
  });
  afterAll(() => running.close());

  it('becomes a dialogue with what was said, what it brought about, and what was booked', async () => {
    const talker = await newTalker(running, given);
    await talker.say('plumber tomorrow 10 am 560034, Flat 302, Lotus Heights. my number is 9845012345');
    await talker.say('yes');
    const text = caseOf(await heldConversation(running.orm, talker.sessionId()!));
    const [dialogue] = dialoguesOf(text);
    expect(dialogue!.turns.map(({ expectations }) => expectations)).toEqual([[], ['books']]);
    expect(dialogue!.bookings).toMatchObject([
      { service: 'plumber-visit', pincode: '560034', date: '2026-11-21', address: '1, Example Road' },
    ]);
    for (const personal of ['Lotus', '302', '9845012345']) expect(text).not.toContain(personal);
  });

  it('says nothing of the conversations of other customers', async () => {
    const [talker, other] = [await newTalker(running, given), await newTalker(running, given)];
    await talker.say('electrician at 560034');
    await other.say('carpenter at 110016');
    const text = caseOf(await heldConversation(running.orm, talker.sessionId()!));
    expect(text).toContain('electrician');
    expect(text).not.toContain('carpenter');
  });

  it('refuses one that is not there', async () => {
    await expect(heldConversation(running.orm, randomUUID())).rejects.toThrow('There is no conversation');
  });
});
