// Questions about a visit that exists, in forms that sound like a price, a service or an order as well.

const when =
  /(?<![\p{L}\p{M}])(?:(?:at )?what time (?:is|are|will|does|do)|when (?:is|are|will|does|do)|kitne baje|kab (?:hai|hain|aa\p{L}*|aay\p{L}*|tak)|कितने बजे|कब (?:है|आ\S*))(?![\p{L}\p{M}])/iu;
const cancelled =
  /(?<![\p{L}\p{M}])(?:(?:is|was|has|did) (?:it|that|my \p{L}+|the \p{L}+)(?: \p{L}+){0,2} (?:been |get |got )?(?:really )?cancel{1,2}ed|cancel{1,2}ed (?:already )?(?:or not|right)|(?:cancel|radd) (?:ho )?(?:gay[aie]|hu[aie]|ho chuk[aie])(?: hai)? (?:kya|na|ya nahi|ki nahi)|kya (?:\p{L}+ ){0,3}cancel (?:ho )?(?:gay[aie]|hu[aie])|(?:रद्द|कैंसिल) (?:हो )?(?:गई|गयी|गया|हुई|हुआ) (?:क्या|ना|या नहीं))(?![\p{L}\p{M}])/iu;

/** "What time is the AC repair?" */
export function asksWhen(text: string): boolean {
  return when.test(text);
}

/** "Is it cancelled now?" asks, and cancels nothing. */
export function asksIfCancelled(text: string): boolean {
  return cancelled.test(text);
}
