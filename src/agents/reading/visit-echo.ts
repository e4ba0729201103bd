// "Same day", "same time as the plumber", "the same again next week": what a message takes from a visit that exists, and from which.

export interface VisitEcho {
  /** The same service is wanted once more. */
  again: boolean;
  day: boolean;
  time: boolean;
  /** As which visit, in the words of the customer ("the plumber visit"); null where none is named. */
  as: string | null;
  /** Where in the message that is said: "the first" in it is no day. */
  span: { start: number; end: number } | null;
}

const day =
  /(?<![\p{L}\p{M}])(?:same (?:day|date)|usi (?:din|tareekh|tarikh)|उसी (?:दिन|तारीख))(?![\p{L}\p{M}])/iu;
const time =
  /(?<![\p{L}\p{M}])(?:same (?:time|timing|timings|slot|hour)|same day and time|(?:usi|wahi) (?:time|timing|samay|waqt|baje)|(?:उसी|वही) (?:समय|टाइम|वक़्त))(?![\p{L}\p{M}])/iu;
const things = String.raw`(?:thing|service|visit|booking|appointment|job|work|one|order|cleaning|kaam|cheez|seva)`;
const again = new RegExp(
  String.raw`(?<![\p{L}\p{M}])(?:the )?same(?: ${things})? (?:once )?again(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:book|repeat|do|want|need|arrange|schedule)\s+(?:it|that|this|the same(?: ${things})?|(?:the|this|that|my|last|my last|the last) ${things})\s+(?:once )?(?:again|once more|one more time)(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])repeat (?:the |this |that |my |last )*${things}(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:wahi|yahi|same)(?: (?:kaam|cheez|service|booking|wala))? (?:phir|fir|dobara|ek baar aur)(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:phir|fir) se (?:wahi|yahi|same)(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:वही|यही)(?: (?:काम|सर्विस|बुकिंग))? (?:फिर|दोबारा|दुबारा)|(?:फिर से|दोबारा|दुबारा) (?:वही|यही)`,
  'iu',
);
const asWhich =
  /(?<![\p{L}\p{M}])same (?:day|date|time|timings?|slot|day and time|time and day)\s+(?:as|like|of)\s+((?:the|my|that|our)\s+[^,.;!?\n]{1,60})/iu;

export function echoIn(text: string): VisitEcho {
  const named = asWhich.exec(text);
  return {
    again: again.test(text),
    day: day.test(text),
    time: time.test(text),
    as: named?.[1]?.trim() ?? null,
    span: named && {
      start: named.index + named[0].length - named[1]!.length,
      end: named.index + named[0].length,
    },
  };
}
