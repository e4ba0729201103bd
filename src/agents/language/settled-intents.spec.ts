import { deedsOf, settledIntents } from './settled-intents.js';

const heard = (text: string, label?: string, isRuledOut = false) =>
  settledIntents({ text, intents: label ? [{ label, confidence: 0.7 }] : [] }, isRuledOut)[0]?.name;

it.each([
  ['is the visit cancelled now?', 'abandon', 'booking_status'],
  ['cancel the geyser only if it is free', 'ask_policy', 'cancel_booking'],
  ['shift it to Monday if there is no charge', 'ask_policy', 'reschedule_booking'],
  ['nobody will be home on Tuesday', 'provide_details', 'reschedule_booking'],
  ["i won't be home on Tuesday", undefined, 'reschedule_booking'],
  ['same timing please', 'ask_availability', 'provide_details'],
  ['which is my booking number', 'recall', 'booking_status'],
  ['usi din', undefined, 'provide_details'],
  ['the same again next month', 'report_complaint', 'book_service'],
])('%s (%s)', (text, label, expected) => expect(heard(text, label)).toBe(expected));

it.each([
  ['cancel the same again', 'cancel_booking'],
  ['the tap leaks again', 'report_complaint'],
  ['is there a charge if i cancel?', 'ask_policy'],
])('leaves what was heard: %s', (text, label) => expect(heard(text, label)).toBe(label));

it('takes what is only ruled out for no complaint, and a visit that is given up for what it is', () => {
  expect(heard('the fridge works again', 'report_complaint', true)).toBe('provide_details');
  expect(heard('no need of the plumber', 'cancel_booking', true)).toBe('cancel_booking');
});

it.each([
  ['cancel it and book a carpenter instead', ['cancel it', 'book a carpenter instead']],
  ['cancel the fan repair then book an electrician', ['cancel the fan repair', 'book an electrician']],
  ['cancel and book kar do', ['cancel and book kar do']],
  ['book a plumber and an electrician', ['book a plumber and an electrician']],
])('deeds of one clause: %s', (text, deeds) => {
  const segments = deedsOf({ text, start: 4, end: 4 + text.length, intents: [] });
  expect(segments.map((each) => each.text)).toEqual(deeds);
  for (const each of segments) expect(text.slice(each.start - 4, each.end - 4)).toBe(each.text);
});
