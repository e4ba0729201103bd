// Every kind of notification says everything in every language, and fits into what carries it.
import { textLanguages } from '#libs/format';
import { fillTemplate, NotificationKindRegistry, type NotificationKind } from '#libs/notifications';
import { accountNotices } from '../../src/sessions/account.events.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
let kinds: NotificationKind[];
beforeAll(async () => {
  test = await startApp();
  kinds = test.app.get(NotificationKindRegistry, { strict: false }).all();
});
afterAll(() => test.close());

const filled = (kind: NotificationKind, language: 'en' | 'hi') =>
  fillTemplate(kind.templates[language], kind.sample as Record<string, unknown>, language, 'Asia/Kolkata');

it('there are those that the domains declare', () => {
  const names = kinds.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['booking.created', 'complaint.overdue', 'job.failed']));
  const told = names.filter((name) => /^(?:security|staff)\./.test(name)).map((name) => name.split('.')[1]);
  expect(new Set(told)).toEqual(new Set(accountNotices));
});

it.each(textLanguages)('they say everything in %s', (language) => {
  const faults = kinds.flatMap((kind) =>
    Object.entries(filled(kind, language))
      .filter(
        ([, text]) =>
          /[{}]|undefined|Invalid/.test(text) ||
          text.trim() !== text ||
          text.length < 3 ||
          /\p{Script=Devanagari}/u.test(text) !== (language === 'hi'),
      )
      .map(([what, text]) => `${kind.name}, ${what}: ${text}`),
  );
  expect(faults).toEqual([]);
});

/** What one text message holds. GSM 03.38 has ASCII's characters but the backquote; with any other one it goes as UCS-2. */
const smsLimit = (text: string): number => (/^[\n\x20-\x5f\x61-\x7e]*$/.test(text) ? 160 : 70);

it.each(textLanguages)('their texts in %s fit into mail, screen and one text message', (language) => {
  const tooLong = kinds.flatMap((kind) => {
    const { title, subject, short } = filled(kind, language);
    const fits = title.length <= 60 && subject.length <= 120 && short.length <= smsLimit(short);
    return fits ? [] : [`${kind.name}: ${title} | ${subject} | ${short}`];
  });
  expect(tooLong).toEqual([]);
});
