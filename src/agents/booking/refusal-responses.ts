// Why a booking was not made, told to the customer.
import { Responses } from '../language/responses.js';

export const refusalResponses = new Responses({
  slotGone: {
    en: 'That time has just been taken, so nothing was booked.',
    'hi-Latn': 'Woh time abhi-abhi kisi aur ne le liya, isliye kuch book nahi hua.',
    hi: 'वह समय अभी-अभी किसी और ने ले लिया, इसलिए कुछ बुक नहीं हुआ।',
  },
  slotNotOffered: {
    en: 'That visit is not offered at that time, so nothing was booked.',
    'hi-Latn': 'Us time par yeh visit nahi ho sakti, isliye kuch book nahi hua.',
    hi: 'उस समय यह विज़िट नहीं हो सकती, इसलिए कुछ बुक नहीं हुआ।',
  },
  slotPast: {
    en: 'That time is over by now, so nothing was booked.',
    'hi-Latn': 'Woh time ab nikal chuka hai, isliye kuch book nahi hua.',
    hi: 'वह समय अब निकल चुका है, इसलिए कुछ बुक नहीं हुआ।',
  },
  slotTooSoon: {
    en: 'That time is too soon by now, so nothing was booked.',
    'hi-Latn': 'Woh time ab bahut paas hai, isliye kuch book nahi hua.',
    hi: 'वह समय अब बहुत पास है, इसलिए कुछ बुक नहीं हुआ।',
  },
  providerGone: {
    en: 'The person I offered no longer takes visits, so nothing was booked.',
    'hi-Latn': 'Jinka naam bataya tha, unki visit ab nahi ho sakti, isliye kuch book nahi hua.',
    hi: 'जिनका नाम बताया था, उनकी विज़िट अब नहीं हो सकती, इसलिए कुछ बुक नहीं हुआ।',
  },
  priceChanged: {
    en: 'The price has changed since I offered it, so nothing was booked yet. This is the offer now.',
    'hi-Latn':
      'Jo price bataya tha, woh ab badal gaya hai, isliye abhi kuch book nahi hua. Ab yeh offer hai.',
    hi: 'जो दाम बताया था, वह अब बदल गया है, इसलिए अभी कुछ बुक नहीं हुआ। अब यह ऑफ़र है।',
  },
  notServedNow: {
    en: 'This service is no longer offered there, so nothing was booked.',
    'hi-Latn': 'Yeh service ab wahan available nahi hai, isliye kuch book nahi hua.',
    hi: 'यह सर्विस अब वहाँ उपलब्ध नहीं है, इसलिए कुछ बुक नहीं हुआ।',
  },
  mayNotBook: {
    en: 'Nothing was booked: you are not allowed to book here.',
    'hi-Latn': 'Kuch book nahi hua: aapko yahan booking karne ki permission nahi hai.',
    hi: 'कुछ बुक नहीं हुआ: आपको यहाँ बुकिंग करने की अनुमति नहीं है।',
  },
  bookedBefore: {
    en: 'Nothing was booked: You have booked this already: {reference}.',
    'hi-Latn': 'Kuch book nahi hua: yeh aapke naam par pehle se book hai: {reference}.',
    hi: 'कुछ बुक नहीं हुआ: यह आपके नाम पर पहले से बुक है: {reference}।',
  },
  addressesFull: {
    en: 'Nothing was booked: At most {atMost, number, count} addresses can be kept. Delete one first.',
    'hi-Latn':
      'Kuch book nahi hua: zyada se zyada {atMost, number, count} address save ho sakte hain. Pehle koi ek hata dijiye.',
    hi: 'कुछ बुक नहीं हुआ: ज़्यादा से ज़्यादा {atMost, number, count} पते सेव हो सकते हैं। पहले कोई एक हटा दीजिए।',
  },
  refusedFor: {
    en: 'Nothing was booked: {detail}',
    'hi-Latn': 'Kuch book nahi hua: {detail}',
    hi: 'कुछ बुक नहीं हुआ: {detail}',
  },
  notBookedYet: {
    en: 'It could not be booked at this moment. Say yes to try again; it is never booked twice.',
    'hi-Latn':
      'Abhi booking nahi ho payi. Phir se koshish ke liye haan kahiye; do baar kabhi book nahi hota.',
    hi: 'अभी बुकिंग नहीं हो पाई। फिर से कोशिश के लिए हाँ कहिए; दो बार कभी बुक नहीं होता।',
  },
  bookingFailed: {
    en: 'Something went wrong, and I do not know yet whether it was booked. Say yes to try again; it is never booked twice.',
    'hi-Latn':
      'Kuch gadbad ho gayi, aur abhi yeh saaf nahi hai ki booking hui ya nahi. Phir se koshish ke liye haan kahiye; do baar kabhi book nahi hota.',
    hi: 'कुछ गड़बड़ हो गई, और अभी यह साफ़ नहीं है कि बुकिंग हुई या नहीं। फिर से कोशिश के लिए हाँ कहिए; दो बार कभी बुक नहीं होता।',
  },
});
