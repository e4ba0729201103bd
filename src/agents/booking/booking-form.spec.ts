import { newTask, restoredForm, type BookingDialogue } from './booking-form.js';

const inEveryLanguage = (text: string) => ({ en: text, hi: text, 'hi-Latn': text });

it('what an earlier version kept in English alone is said as it is', () => {
  const kept = {
    task: { ...newTask(), question: 'Which day and time would suit you?' },
    queue: [],
    last: { how: 'dropped', what: 'a visit in Pune', reference: null },
  };
  const { task, last } = restoredForm(kept as unknown as BookingDialogue);
  expect(task!.question).toEqual(inEveryLanguage('Which day and time would suit you?'));
  expect(last!.what).toEqual(inEveryLanguage('a visit in Pune'));
});

it('what is kept in every language stays so', () => {
  const question = { en: 'Which day?', hi: 'किस दिन?', 'hi-Latn': 'Kis din?' };
  expect(restoredForm({ task: newTask({ question }), queue: [], last: null }).task!.question).toEqual(
    question,
  );
});
