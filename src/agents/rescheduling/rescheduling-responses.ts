// What the rescheduling agent says.
import { Responses } from '../language/responses.js';

export const reschedulingResponses = new Responses({
  askWhich: {
    en: 'Which one shall I move: {visits}?',
    hi: 'किस विज़िट का समय बदलूँ: {visits}?',
    'hi-Latn': 'Kis visit ka time badlu: {visits}?',
  },
  askDeed: {
    en: 'Nobody will be there for {visits}. Shall I move it or cancel it?',
    hi: '{visits}: तब वहाँ कोई नहीं होगा। समय बदलूँ या रद्द करूँ?',
    'hi-Latn': '{visits}: tab wahan koi nahi hoga. Time badlu ya cancel karu?',
  },
  askWhen: {
    en: 'To which day and time shall I move {visit}?',
    hi: '{visit}: इसे किस दिन और किस समय करूँ?',
    'hi-Latn': '{visit}: ise kis din aur kis time karu?',
  },
  askDoubt: {
    en: 'I am not sure what you mean by "{said}". Which day and time shall it be?',
    hi: '"{said}" ठीक से समझ नहीं आया। कौन-सा दिन और समय ठीक रहेगा?',
    'hi-Latn': '"{said}" theek se samajh nahi aaya. Kaun sa din aur time theek rahega?',
  },
  offer: {
    en: 'These times are free for it: {times}. Which one would you like?',
    hi: 'ये समय खाली हैं: {times}। आपको कौन-सा ठीक रहेगा?',
    'hi-Latn': 'Ye time khaali hain: {times}. Aapko kaun sa theek rahega?',
  },
  notFree: {
    en: 'That time is not free. The nearest free times are {times}. Which one would you like?',
    hi: 'वह समय खाली नहीं है। पास के खाली समय ये हैं: {times}। आपको कौन-सा ठीक रहेगा?',
    'hi-Latn': 'Woh time khaali nahi hai. Paas ke khaali time ye hain: {times}. Aapko kaun sa theek rahega?',
  },
  nothing_free: {
    en: 'There is no free time around then. Which other day would suit you?',
    hi: 'उसके आस-पास कोई समय खाली नहीं है। और कौन-सा दिन ठीक रहेगा?',
    'hi-Latn': 'Uske aas-paas koi time khaali nahi hai. Aur kaun sa din theek rahega?',
  },
  past: {
    en: 'That day has already passed. Which day would suit you?',
    hi: 'वह दिन निकल चुका है। कौन-सा दिन ठीक रहेगा?',
    'hi-Latn': 'Woh din nikal chuka hai. Kaun sa din theek rahega?',
  },
  too_far: {
    en: 'We book up to {days, number, count} days ahead. Which day within that would suit you?',
    hi: 'हम {days, number, count} दिन आगे तक की बुकिंग लेते हैं। उसके अंदर कौन-सा दिन ठीक रहेगा?',
    'hi-Latn':
      'Hum {days, number, count} din aage tak ki booking lete hain. Uske andar kaun sa din theek rahega?',
  },
  propose: {
    en: 'Move {visit} to {startsAt, date, day} at {startsAt, time, clock} with {provider}: {totalPaise, number, rupees} including tax{change, select, same { as before} other { instead of {beforePaise, number, rupees}}}. {fee, select, none {Moving costs nothing.} other {Moving costs {feePaise, number, rupees}: {rule}}} Shall I move it?',
    hi: '{visit}: इसे {startsAt, date, day} को {startsAt, time, clock} पर कर दूँ? {provider} आएँगे, टैक्स सहित {totalPaise, number, rupees}{change, select, same { (पहले जितना ही)} other { (पहले {beforePaise, number, rupees})}}। {fee, select, none {समय बदलने का कोई शुल्क नहीं है।} other {समय कम बचा है, इसलिए समय बदलने का शुल्क {feePaise, number, rupees} है।}} क्या मैं बदल दूँ?',
    'hi-Latn':
      '{visit}: ise {startsAt, date, day} ko {startsAt, time, clock} par kar du? {provider} aayenge, tax ke saath {totalPaise, number, rupees}{change, select, same { (pehle jitna hi)} other { (pehle {beforePaise, number, rupees})}}. {fee, select, none {Time badalne ka koi charge nahi hai.} other {Time kam bacha hai, isliye time badalne ka charge {feePaise, number, rupees} hai.}} Kya main badal du?',
  },
  tooLate: {
    en: '{visit} can no longer be moved: it has begun, is over, or its time has come.',
    hi: '{visit}: अब इसका समय नहीं बदल सकता, इसका समय आ चुका है या काम शुरू हो गया है।',
    'hi-Latn': '{visit}: ab iska time nahi badal sakta, iska time aa chuka hai ya kaam shuru ho gaya hai.',
  },
  moved: {
    en: 'Moved. It is now {visit} with {provider}. The old time was given up.',
    hi: 'बदल दिया। अब यह {visit} है, {provider} आएँगे। पुराना समय छोड़ दिया गया है।',
    'hi-Latn': 'Badal diya. Ab yeh {visit} hai, {provider} aayenge. Purana time chhod diya gaya hai.',
  },
  kept: {
    en: 'All right, nothing was moved. It stays as it is: {visit}.',
    hi: 'ठीक है, कुछ नहीं बदला। यह वैसी ही है: {visit}।',
    'hi-Latn': 'Theek hai, kuch nahi badla. Yeh waisi hi hai: {visit}.',
  },
  keptAll: {
    en: 'All right, nothing was moved.',
    hi: 'ठीक है, कुछ नहीं बदला।',
    'hi-Latn': 'Theek hai, kuch nahi badla.',
  },
  plainYes: {
    en: 'Nothing is moved yet. I move it when you answer with a plain yes.',
    hi: 'अभी कुछ नहीं बदला है। सीधा "हाँ" मिलने पर ही बदलेगा।',
    'hi-Latn': 'Abhi kuch nahi badla hai. Seedha "haan" milne par hi badlega.',
  },
  notUnderstood: {
    en: 'Sorry, I did not understand that.',
    hi: 'माफ़ कीजिए, यह समझ नहीं आया।',
    'hi-Latn': 'Maaf kijiye, yeh samajh nahi aaya.',
  },
  takeYourTime: {
    en: 'Take your time; nothing is moved yet.',
    hi: 'आराम से सोचिए; अभी कुछ नहीं बदला है।',
    'hi-Latn': 'Aaram se sochiye; abhi kuch nahi badla hai.',
  },
  otherTime: {
    en: 'All right. Which other day or time would suit you?',
    hi: 'ठीक है। और कौन-सा दिन या समय ठीक रहेगा?',
    'hi-Latn': 'Theek hai. Aur kaun sa din ya time theek rahega?',
  },
  changed: {
    en: 'The price or the fee has changed since I told you, so nothing was moved yet.',
    hi: 'मेरे बताने के बाद कीमत या शुल्क बदल गया है, इसलिए अभी कुछ नहीं बदला।',
    'hi-Latn': 'Mere batane ke baad price ya charge badal gaya hai, isliye abhi kuch nahi badla.',
  },
  taken: {
    en: 'That time has just been taken, so nothing was moved.',
    hi: 'वह समय अभी-अभी किसी और ने ले लिया, इसलिए कुछ नहीं बदला।',
    'hi-Latn': 'Woh time abhi-abhi kisi aur ne le liya, isliye kuch nahi badla.',
  },
  sameTime: {
    en: 'It is for that time already: {visit}.',
    hi: 'यह पहले से उसी समय है: {visit}।',
    'hi-Latn': 'Yeh pehle se usi time hai: {visit}.',
  },
  refused: {
    en: 'It was not moved: {detail}',
    hi: 'यह नहीं बदली: {detail}',
    'hi-Latn': 'Yeh nahi badli: {detail}',
  },
  undecided: {
    en: 'Something went wrong, and I do not know yet whether it was moved. Say yes to try again; it never happens twice.',
    hi: 'कुछ गड़बड़ हुई, और अभी पता नहीं कि समय बदला या नहीं। दोबारा कोशिश के लिए "हाँ" कहिए; यह कभी दो बार नहीं होता।',
    'hi-Latn':
      'Kuch gadbad hui, aur abhi pata nahi ki time badla ya nahi. Dobara koshish ke liye "haan" kahiye; yeh kabhi do baar nahi hota.',
  },
});
