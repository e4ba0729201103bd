// Questions about a visit that exists, in forms that sound like a price, a service or an order as well.

const when =
  /(?<![\p{L}\p{M}])(?:(?:at )?what time (?:is|are|will|does|do)|when (?:is|are|will|does|do)|kitne baje|kab (?:hai|hain|aa\p{L}*|aay\p{L}*|tak)|कितने बजे|कब (?:है|आ\S*))(?![\p{L}\p{M}])/iu;
const cancelled =
  /(?<![\p{L}\p{M}])(?:(?:is|was|has|did) (?:it|that|my \p{L}+|the \p{L}+)(?: \p{L}+){0,2} (?:been |get |got )?(?:really )?cancel{1,2}ed|cancel{1,2}ed (?:already )?(?:or not|right)|(?:cancel|radd) (?:ho )?(?:gay[aie]|hu[aie]|ho chuk[aie])(?: hai)? (?:kya|na|ya nahi|ki nahi)|kya (?:\p{L}+ ){0,3}cancel (?:ho )?(?:gay[aie]|hu[aie])|(?:रद्द|कैंसिल) (?:हो )?(?:गई|गयी|गया|हुई|हुआ) (?:क्या|ना|या नहीं))(?![\p{L}\p{M}])/iu;

const reference =
  /(?<![\p{L}\p{M}])(?:booking|order|visit) (?:id|no|number|ref|reference|code)(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:बुकिंग|ऑर्डर) (?:आईडी|नंबर|नम्बर)(?![\p{L}\p{M}])/iu;
const asksForIt =
  /[?？]|(?<![\p{L}\p{M}])(?:what|which|tell|give|send|show|need|want|forgot|lost|find|kya|bata\p{L}*|bhool\p{L}*|chahiye|क्या|बता\S*|चाहिए)(?![\p{L}\p{M}])/iu;

/** "What is my booking number?" */
export function asksForReference(text: string): boolean {
  return reference.test(text) && asksForIt.test(text);
}

/** "What time is the AC repair?" */
export function asksWhen(text: string): boolean {
  return when.test(text);
}

/** "Is it cancelled now?" asks, and cancels nothing. */
export function asksIfCancelled(text: string): boolean {
  return cancelled.test(text);
}

const moves =
  /^\W*(?:(?:please|pls|plz|kindly|can (?:you|u|we)|could (?:you|we)|ok|okay|no|just|then|actually|bhai|bhaiya)[\s,]+)*(?:(?:shift|move|postpone|prepone|reschedule|push) (?:it|this|that|my|the|both)|(?:make|keep|do) it .*\binstead)(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:shift|move|reschedule|postpone) (?:kar|it|karo)|(?:ki jagah|instead)(?![\p{L}\p{M}])/iu;
const comparative =
  /(?<![\p{L}\p{M}])(?:earlier|sooner|before that|later than that|jaldi wala|isse pehle|usse pehle|thoda (?:pehle|baad)|थोड़ा (?:पहले|बाद)|इससे पहले)(?![\p{L}\p{M}])/iu;

/** "Shift it to …", "make it Monday instead": asks for another time of what there is. */
export function asksToMove(text: string): boolean {
  return moves.test(text);
}

/** "Anything earlier?": earlier than what is booked. */
export function asksForEarlier(text: string): boolean {
  return comparative.test(text);
}
