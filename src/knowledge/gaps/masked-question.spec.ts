import { maskedQuestion, questionKey } from './masked-question.js';

describe('a question that is kept', () => {
  it.each([
    ['call 98765 43210 about emi', 'call … about emi'],
    ['is asha@example.com known to you?', 'is … known to you?'],
    ['what of BK-7F3K9Q and card 4111 1111 1111 1111?', 'what of … and card …?'],
    ['see https://example.com/me?id=7 please', 'see … please'],
    ['is there a 30 day rule?', 'is there a 30 day rule?'],
  ])('%j is shown as %j', (question, masked) => {
    expect(maskedQuestion(question)).toBe(masked);
  });

  it('is the same in another order and form, and none without a telling word', () => {
    expect(questionKey('do you take EMI payments?')).toBe(questionKey('payment by emi, do you take it?'));
    expect(questionKey('do you take emi')).not.toBe(questionKey('do you take bitcoin'));
    expect(questionKey('is it?')).toBeNull();
  });
});
