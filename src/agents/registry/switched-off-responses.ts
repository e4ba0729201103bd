// What is said in the place of an agent that staff have switched off.
import { Responses, type ResponseReader } from '../language/responses.js';

export const switchedOffResponses = new Responses({
  booking: {
    en: 'Booking a visit is not possible in this chat at the moment; nothing was booked. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi visit book nahi ho sakti; kuch book nahi hua. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी विज़िट बुक नहीं हो सकती; कुछ बुक नहीं हुआ। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  cancellation: {
    en: 'Cancelling is not possible in this chat at the moment; nothing was cancelled, and your visits stand. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi visit cancel nahi ho sakti; kuch cancel nahi hua, aapki visits waisi hi hain. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी विज़िट रद्द नहीं हो सकती; कुछ रद्द नहीं हुआ, आपकी विज़िट वैसी ही हैं। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  rescheduling: {
    en: 'Moving a visit is not possible in this chat at the moment; nothing was moved, and your visits stand. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi visit ka samay nahi badal sakta; kuch nahi badla, aapki visits waisi hi hain. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी विज़िट का समय नहीं बदल सकता; कुछ नहीं बदला, आपकी विज़िट वैसी ही हैं। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  noting: {
    en: 'Adding a note to a visit is not possible in this chat at the moment; nothing was noted. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi visit ke saath note nahi jod sakte; kuch note nahi hua. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी विज़िट के साथ नोट नहीं जोड़ सकते; कुछ नोट नहीं हुआ। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  callback: {
    en: 'Arranging a call is not possible in this chat at the moment; no call was arranged. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi call tay nahi ho sakti; koi call tay nahi hui. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी कॉल तय नहीं हो सकती; कोई कॉल तय नहीं हुई। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  complaint: {
    en: 'Complaints cannot be filed in this chat at the moment; nothing was filed. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi complaint darj nahi ho sakti; kuch darj nahi hua. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी शिकायत दर्ज नहीं हो सकती; कुछ दर्ज नहीं हुआ। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  complaint_case: {
    en: 'Your complaints cannot be looked up or changed in this chat at the moment; they stand as they were. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi aapki complaints nahi dekhi ya badli ja sakti; woh waisi hi hain. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी आपकी शिकायतें नहीं देखी या बदली जा सकतीं; वे वैसी ही हैं। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  service: {
    en: 'Questions about services and prices are not answered in this chat at the moment. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi services aur daam ke sawaalon ke jawaab nahi mil sakte. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी सेवाओं और दाम के सवालों के जवाब नहीं मिल सकते। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  status: {
    en: 'Your visits cannot be looked up in this chat at the moment; nothing about them has changed. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi aapki visits nahi dekhi ja sakti; unmein kuch nahi badla. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी आपकी विज़िट नहीं देखी जा सकतीं; उनमें कुछ नहीं बदला। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  rating: {
    en: 'Ratings cannot be given in this chat at the moment; nothing was rated. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi rating nahi di ja sakti; koi rating nahi di gayi. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी रेटिंग नहीं दी जा सकती; कोई रेटिंग नहीं दी गई। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  invoice: {
    en: 'Invoices cannot be looked up in this chat at the moment; they are as they were. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi invoice nahi dekhe ja sakte; woh waise hi hain. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी इनवॉइस नहीं देखे जा सकते; वे वैसे ही हैं। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  account: {
    en: 'Your account cannot be looked up in this chat at the moment; nothing about it has changed. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi aapka account nahi dekha ja sakta; usmein kuch nahi badla. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी आपका अकाउंट नहीं देखा जा सकता; उसमें कुछ नहीं बदला। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  /** Of an agent that has no text of its own yet. */
  other: {
    en: 'This is not possible in this chat at the moment; nothing was changed. Please try again later.',
    'hi-Latn':
      'Is chat mein abhi yeh nahi ho sakta; kuch nahi badla. Kripya thodi der baad phir koshish kijiye.',
    hi: 'इस चैट में अभी यह नहीं हो सकता; कुछ नहीं बदला। कृपया थोड़ी देर बाद फिर कोशिश कीजिए।',
  },
  /** Before the above, where its question was open. */
  closed: {
    en: 'What we were arranging is dropped.',
    'hi-Latn': 'Jo hum tay kar rahe the, woh chhod diya gaya hai.',
    hi: 'जो हम तय कर रहे थे, वह छोड़ दिया गया है।',
  },
});

/** @param isClosed whether its question was open */
export function switchedOffText(agent: string, isClosed: boolean, reader: ResponseReader): string {
  const known = Object.hasOwn(switchedOffResponses.texts, agent);
  const text = switchedOffResponses.write(known ? (agent as 'other') : 'other', reader);
  return isClosed ? `${switchedOffResponses.write('closed', reader)} ${text}` : text;
}
