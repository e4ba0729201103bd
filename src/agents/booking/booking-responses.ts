// What the booking agent says, apart from where (place-responses.ts), when (slot-responses.ts) and why not (refusal-responses.ts). Every
// sentence states what is, or asks one thing.
import { Responses } from '../language/responses.js';

export const bookingResponses = new Responses({
  askService: {
    en: 'What needs to be done at your place? For example "AC not cooling", "leaking tap" or "deep cleaning for a 2 BHK".',
    'hi-Latn':
      'Aapke yahan kya kaam karwana hai? Jaise "AC thanda nahi kar raha", "nal tapak raha hai" ya "2 BHK ki deep cleaning".',
    hi: 'आपके यहाँ क्या काम करवाना है? जैसे "एसी ठंडा नहीं कर रहा", "नल टपक रहा है" या "2 बीएचके की डीप क्लीनिंग"।',
  },
  askWhichService: {
    en: 'Which one do you need: {services}?',
    'hi-Latn': 'Inmein se kaun si service chahiye: {services}?',
    hi: 'इनमें से कौन-सी सर्विस चाहिए: {services}?',
  },
  oneVisit: {
    en: 'You wrote "{said}": one booking is the visit of one professional, so I arrange one visit.',
    'hi-Latn':
      'Aapne "{said}" likha hai: ek booking ek hi professional ke aane ki hoti hai, isliye yeh ek hi visit ki booking hai.',
    hi: 'आपने "{said}" लिखा है: एक बुकिंग एक ही प्रोफ़ेशनल के आने की होती है, इसलिए यह एक ही विज़िट की बुकिंग है।',
  },
  askSize: {
    en: 'The price list has {sizes}. You wrote "{said}": which of these shall it be?',
    'hi-Latn': 'Price list mein {sizes} hain. Aapne "{said}" likha hai: inmein se kaun sa rakhna hai?',
    hi: 'रेट लिस्ट में {sizes} हैं। आपने "{said}" लिखा है: इनमें से कौन-सा रखना है?',
  },
  askQuantity: {
    en: 'I can book from 1 to {most, number, count} at a time. You wrote "{said}": how many shall it be?',
    'hi-Latn':
      'Ek baar mein 1 se {most, number, count} tak book ho sakta hai. Aapne "{said}" likha hai: kitne rakhne hain?',
    hi: 'एक बार में 1 से {most, number, count} तक बुक हो सकता है। आपने "{said}" लिखा है: कितने रखने हैं?',
  },
  askHowMany: {
    en: 'How many {units} shall it be?',
    'hi-Latn': 'Kitni {units} karni hain?',
    hi: 'कितनी {units} करनी हैं?',
  },
  noPrice: {
    en: 'I find no price for that. What exactly needs to be done, and how many or which size is it?',
    'hi-Latn':
      'Iska price nahi mil raha hai. Theek-theek bataiye ki kya kaam karwana hai, aur kitne ya kis size ka hai?',
    hi: 'इसका दाम नहीं मिल रहा है। ठीक-ठीक बताइए कि क्या काम करवाना है, और कितने या किस साइज़ का है?',
  },
  offer: {
    en: '{what}: {provider} can come on {at, date, day} at {at, time, clock}, for {paise, number, rupees} including tax.',
    'hi-Latn':
      '{what}: {provider} ke saath {at, date, day} ko {at, time, clock} ho sakta hai, tax milakar {paise, number, rupees} mein.',
    hi: '{what}: {provider} के साथ {at, date, day} को {at, time, clock} हो सकता है, टैक्स मिलाकर {paise, number, rupees} में।',
  },
  proposal: {
    en: '{what} on {at, date, day} at {at, time, clock} with {provider}, at {address}, {pincode}. Total {paise, number, rupees} ({items}).{noted} Shall I book it?',
    'hi-Latn':
      '{what}: {at, date, day} ko {at, time, clock}, {provider} ke saath, {address}, {pincode} par. Total {paise, number, rupees} ({items}).{noted} Kya ise book kar dein?',
    hi: '{what}: {at, date, day} को {at, time, clock}, {provider} के साथ, {address}, {pincode} पर। कुल {paise, number, rupees} ({items})।{noted} क्या इसे बुक कर दें?',
  },
  /** Of the price; what it is for is named by the catalogue, but for what is added by the rules. */
  itemLabel: {
    en: '{code, select, other {{label}}}',
    'hi-Latn':
      '{code, select, sunday {Sunday ka extra charge} evening {Shaam ka extra charge} other {{label}}}',
    hi: '{code, select, sunday {रविवार का अतिरिक्त शुल्क} evening {शाम का अतिरिक्त शुल्क} other {{label}}}',
  },
  included: { en: 'included', 'hi-Latn': 'shaamil', hi: 'शामिल' },
  noted: {
    en: ' Noted for the visit: {notes}.',
    'hi-Latn': ' Visit ke liye note kiya: {notes}.',
    hi: ' विज़िट के लिए नोट किया: {notes}।',
  },
  askYes: {
    en: 'Shall I book {what} on {at, date, day} at {at, time, clock} for {paise, number, rupees}?',
    'hi-Latn':
      'Kya {what}, {at, date, day} ko {at, time, clock}, {paise, number, rupees} mein book kar dein?',
    hi: 'क्या {what}, {at, date, day} को {at, time, clock}, {paise, number, rupees} में बुक कर दें?',
  },
  booked: {
    en: 'Booked. {service} on {at, date, day} at {at, time, clock} with {provider}, {paise, number, rupees}. Your reference is {reference}.',
    'hi-Latn':
      'Booking ho gayi. {service}: {at, date, day} ko {at, time, clock}, {provider} ke saath, {paise, number, rupees}. Aapki booking ka number {reference} hai.',
    hi: 'बुकिंग हो गई। {service}: {at, date, day} को {at, time, clock}, {provider} के साथ, {paise, number, rupees}। आपकी बुकिंग का नंबर {reference} है।',
  },
  serviceAt: {
    en: '{service} on {at, date, day} at {at, time, clock}',
    'hi-Latn': '{service}, {at, date, day} ko {at, time, clock}',
    hi: '{service}, {at, date, day} को {at, time, clock}',
  },
  alreadyBooked: {
    en: 'That is already booked: {what}, reference {reference}.',
    'hi-Latn': 'Yeh pehle se book hai: {what}, booking number {reference}.',
    hi: 'यह पहले से बुक है: {what}, बुकिंग नंबर {reference}।',
  },
  dropped: {
    en: 'All right, I dropped it: {what}. Nothing was booked.',
    'hi-Latn': 'Theek hai, ise chhod diya: {what}. Kuch book nahi hua.',
    hi: 'ठीक है, इसे छोड़ दिया: {what}। कुछ बुक नहीं हुआ।',
  },
  staysBooked: {
    en: 'Nothing is open. This stays booked: {what}, reference {reference}.',
    'hi-Latn': 'Abhi kuch baaki nahi hai. Yeh booking bani rahegi: {what}, booking number {reference}.',
    hi: 'अभी कुछ बाकी नहीं है। यह बुकिंग बनी रहेगी: {what}, बुकिंग नंबर {reference}।',
  },
  nothingToDrop: {
    en: 'There is nothing open to drop. Nothing was booked.',
    'hi-Latn': 'Abhi aisa kuch nahi hai jise chhodna ho. Kuch book nahi hua.',
    hi: 'अभी ऐसा कुछ नहीं है जिसे छोड़ना हो। कुछ बुक नहीं हुआ।',
  },
  nothingToConfirm: {
    en: 'There is nothing waiting for your yes. What would you like to have done?',
    'hi-Latn': 'Abhi aisa kuch nahi hai jiske liye haan chahiye. Aapko kya kaam karwana hai?',
    hi: 'अभी ऐसा कुछ नहीं है जिसके लिए हाँ चाहिए। आपको क्या काम करवाना है?',
  },
  /** To an answer that has a yes in it and something else. */
  notAPlainYes: {
    en: 'Nothing is booked yet. I book when you answer with a plain yes. What the visitor should know, write as "note: …".',
    'hi-Latn':
      'Abhi kuch book nahi hua hai. Booking tab hogi jab jawab mein sirf haan ho. Aane wale ko jo batana ho, use "note: …" ke saath likhiye.',
    hi: 'अभी कुछ बुक नहीं हुआ है। बुकिंग तब होगी जब जवाब में सिर्फ़ हाँ हो। आने वाले को जो बताना हो, उसे "नोट: …" के साथ लिखिए।',
  },
  takeYourTime: {
    en: 'Take your time; nothing is booked yet.',
    'hi-Latn': 'Aaram se sochiye; abhi kuch book nahi hua hai.',
    hi: 'आराम से सोचिए; अभी कुछ बुक नहीं हुआ है।',
  },
  wishNoted: {
    en: 'I pass that on as a wish, but I cannot promise it.',
    'hi-Latn': 'Aapki yeh pasand aage bata di jayegi, par iska vaada nahi hai.',
    hi: 'आपकी यह पसंद आगे बता दी जाएगी, पर इसका वादा नहीं है।',
  },
  tooManyNotes: {
    en: 'I cannot add any more to the notes of this visit.',
    'hi-Latn': 'Is visit mein ab aur note nahi jud sakte.',
    hi: 'इस विज़िट में अब और नोट नहीं जुड़ सकते।',
  },
  declined: {
    en: 'All right, nothing was booked. What should I change: the time, the address or the service? Or say "forget it".',
    'hi-Latn':
      'Theek hai, kuch book nahi hua. Kya badalna hai: time, address ya service? Ya kahiye "rehne do".',
    hi: 'ठीक है, कुछ बुक नहीं हुआ। क्या बदलना है: समय, पता या सर्विस? या कहिए "रहने दो"।',
  },
  askChange: {
    en: 'What should I change: the time, the address or the service?',
    'hi-Latn': 'Kya badalna hai: time, address ya service?',
    hi: 'क्या बदलना है: समय, पता या सर्विस?',
  },
  noPhone: {
    en: 'I cannot add a phone number to a booking.',
    'hi-Latn': 'Booking mein phone number nahi joda ja sakta.',
    hi: 'बुकिंग में फ़ोन नंबर नहीं जोड़ा जा सकता।',
  },
  notUnderstood: {
    en: 'Sorry, I did not understand that.',
    'hi-Latn': 'Maaf kijiye, yeh samajh nahi aaya.',
    hi: 'माफ़ कीजिए, यह समझ नहीं आया।',
  },
  recallOpen: {
    en: 'We were arranging this: {what}. Nothing is booked yet.',
    'hi-Latn': 'Yeh tay ho raha tha: {what}. Abhi kuch book nahi hua hai.',
    hi: 'यह तय हो रहा था: {what}। अभी कुछ बुक नहीं हुआ है।',
  },
  recallBooked: {
    en: 'We booked {what}, reference {reference}. Nothing else is open.',
    'hi-Latn': 'Yeh book ho chuka hai: {what}, booking number {reference}. Aur kuch baaki nahi hai.',
    hi: 'यह बुक हो चुका है: {what}, बुकिंग नंबर {reference}। और कुछ बाकी नहीं है।',
  },
  recallDropped: {
    en: 'We were arranging {what}, and you dropped it. Nothing was booked.',
    'hi-Latn': 'Yeh tay ho raha tha: {what}, phir aapne mana kar diya. Kuch book nahi hua.',
    hi: 'यह तय हो रहा था: {what}, फिर आपने मना कर दिया। कुछ बुक नहीं हुआ।',
  },
  recallNothing: {
    en: 'Nothing is open between us yet.',
    'hi-Latn': 'Abhi tak hamare beech kuch tay nahi ho raha hai.',
    hi: 'अभी तक हमारे बीच कुछ तय नहीं हो रहा है।',
  },
  someVisit: { en: 'a visit', 'hi-Latn': 'ek visit', hi: 'एक विज़िट' },
  visitIn: { en: '{visit} in {city}', 'hi-Latn': '{visit}, {city} mein', hi: '{visit}, {city} में' },
  visitTo: { en: '{visit} at {place}', 'hi-Latn': '{visit}, {place} par', hi: '{visit}, {place} पर' },
  alsoAsked: {
    en: 'You also asked for this: {service}.',
    'hi-Latn': 'Aapne yeh bhi kaha tha: {service}.',
    hi: 'आपने यह भी कहा था: {service}।',
  },
  afterThis: {
    en: 'Noted, {services} comes after this one.',
    'hi-Latn': 'Note kar liya, iske baad {services}.',
    hi: 'नोट कर लिया, इसके बाद {services}।',
  },
  askInstead: {
    en: 'Do you need {service} as well as {current}, or instead of it? Say "also {service}" or "{service} instead".',
    'hi-Latn':
      'Aapko {current} ke saath {service} bhi chahiye, ya uski jagah? Kahiye "{service} bhi" ya "uski jagah {service}".',
    hi: 'आपको {current} के साथ {service} भी चाहिए, या उसकी जगह? कहिए "{service} भी" या "उसकी जगह {service}"।',
  },
  pickOne: { en: 'Please pick one.', 'hi-Latn': 'Kripya ek chun lijiye.', hi: 'कृपया एक चुन लीजिए।' },
});
