// "Is there a charge if I cancel?": asks what cancelling or moving costs, and asks for neither. "Cancel it only if that is free" does ask for it.

export interface TermsQuestion {
  cancelling: boolean;
  moving: boolean;
}

const cancels =
  /(?<![\p{L}\p{M}])(?:cancel\p{L}*|cncl|call(?:ing)? (?:it )?off|radd|रद्द|कैंसिल|कैंसल)(?![\p{L}\p{M}])/iu;
const moves =
  /(?<![\p{L}\p{M}])(?:reschedul\p{L}*|mov(?:e|ing)|shift(?:ing)?|postpon\p{L}*|prepon\p{L}*|chang(?:e|ing) (?:the |my |its )?(?:date|time|day|slot|timing)|(?:date|time|din|samay) (?:badal|change)\p{L}*|(?:तारीख|समय|टाइम|दिन) बदल\S*)(?![\p{L}\p{M}])/iu;
const costs =
  /(?<![\p{L}\p{M}])(?:charg\p{L}*|fees?|penalt\p{L}*|costs?|deduct\p{L}*|refund\p{L}*|money back|for free|free of|(?:is|be|it|that|this|hai|cancel\p{L}*|reschedul\p{L}*|moving) free|free (?:hai|h|cancel\p{L}*)|paisa|paise|paisay|pay|katega|katenge|katoge|lagega|lagenge|शुल्क|चार्ज|फीस|पैसे|पैसा|कटेगा|कटेंगे|लगेगा|लगेंगे|रिफंड|वापस)(?![\p{L}\p{M}])/iu;
const asks =
  /[?？]|^\s*(?:is|are|does)(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:is there|are there|will (?:you|i|it|there|my)|do (?:i|you|we)|does it|can i|could i|how much|how many|what|any|if (?:i|we)|in case|agar|kya|kitn\p{L}*|toh? kya|क्या|कितन\S*|अगर)(?![\p{L}\p{M}])/iu;
/** An order with a condition, or after a question is settled: "cancel it if it is free", "agar free hai to cancel kar do". */
const orders =
  /(?:^|[,.;!?]\s*)(?:(?:please|pls|plz|kindly|ok|okay|then|just|so|yes|haan)[\s,]+)*(?:cancel(?!l?ation|ling|ing)|reschedule(?!d)|move|shift|postpone)(?!\p{L})(?!\s+kar(?:ne|un|oon|u|enge|oonga|unga)(?![\p{L}\p{M}]))(?!\s+charges?)|(?<![\p{L}\p{M}])(?:cancel|shift|move|reschedule|radd|रद्द|कैंसिल) (?:kar do|kardo|kar dijiye|karo|kijiye|kar dena|कर दो|करो|कर दीजिए)(?![\p{L}\p{M}])/iu;

const condition = /(?<![\p{L}\p{M}])(?:if|unless|provided|agar|अगर)(?![\p{L}\p{M}])/iu;

/** "Cancel it only if that is free": the deed that is ordered; whether the condition holds is shown before anything is done. Null where none is. */
export function conditionalOrderIn(text: string): 'cancel' | 'move' | null {
  if (!orders.test(text) || !costs.test(text) || !condition.test(text)) return null;
  return cancels.test(text) ? 'cancel' : 'move';
}

/** @returns null where the message asks nothing of the kind, or asks for the deed itself */
export function termsAskedIn(text: string): TermsQuestion | null {
  const question = { cancelling: cancels.test(text), moving: moves.test(text) };
  if (!question.cancelling && !question.moving) return null;
  return costs.test(text) && asks.test(text) && !orders.test(text) ? question : null;
}
