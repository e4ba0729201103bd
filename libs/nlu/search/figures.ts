// Whether a question asks for a figure (a number, an amount, a length of time, a moment), and whether a sentence says one.

const asking =
  /\b(?:how (?:many|much|long|soon|fast|quick(?:ly)?|late|old|far|often|high|big|large|early)|what (?:is the )?(?:percentage|percent|per cent|amount|time|age|number|limit|price|rate)|(?:charges?|charged|fees?|costs?|deducted|refund time)|(?:till|until|by|from|since) (?:when|what time)|when\b(?! (?:i|you|we|he|she|they|it|the|my|your)\b)|deadline|(?:up ?to|at) what|maximum|minimum|highest|lowest|within how|how soon)/iu;
const saying =
  /\p{N}|%|₹|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|half|hour|hours|minute|minutes|day|days|month|months|year|years|nothing|free|twice|at once|immediately)\b/iu;

/** @param question in English */
export function asksForFigure(question: string): boolean {
  return asking.test(question);
}

export function saysFigure(sentence: string): boolean {
  return saying.test(sentence);
}
