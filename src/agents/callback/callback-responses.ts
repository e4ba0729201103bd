// What the callback agent says.
import { Responses, type ResponseReader } from '../language/responses.js';
import type { CallWindow } from './call-window.js';

export const callbackResponses = new Responses({
  askWhen: {
    en: 'When shall we call you? For example now, tomorrow morning, or after 6 pm.',
    hi: 'हम आपको कब फ़ोन करें? जैसे अभी, कल सुबह, या शाम 6 बजे के बाद।',
    'hi-Latn': 'Hum aapko kab phone karein? Jaise abhi, kal subah, ya shaam 6 baje ke baad.',
  },
  askDoubt: {
    en: 'I am not sure what you mean by "{said}". On which day, and at what time, shall we call you?',
    hi: '"{said}" मैं ठीक से समझ नहीं पाया। हम आपको किस दिन और किस समय फ़ोन करें?',
    'hi-Latn': '"{said}" main theek se samajh nahi paya. Hum aapko kis din aur kis time phone karein?',
  },
  hours: {
    en: 'We call between {from} and {to}. When within that shall we call you?',
    hi: 'हम {from} से {to} के बीच फ़ोन करते हैं। उसके अंदर कब फ़ोन करें?',
    'hi-Latn': 'Hum {from} se {to} ke beech phone karte hain. Uske andar kab phone karein?',
  },
  past: {
    en: 'That time has already passed. When shall we call you instead?',
    hi: 'वह समय निकल चुका है। हम आपको और कब फ़ोन करें?',
    'hi-Latn': 'Woh time nikal chuka hai. Hum aapko aur kab phone karein?',
  },
  too_far: {
    en: 'We arrange calls up to {days, number, count} days ahead. When within that shall we call you?',
    hi: 'हम {days, number, count} दिन आगे तक के फ़ोन तय करते हैं। उसके अंदर कब फ़ोन करें?',
    'hi-Latn': 'Hum {days, number, count} din aage tak ke phone tay karte hain. Uske andar kab phone karein?',
  },
  asSoon: {
    en: 'as soon as somebody is free',
    hi: 'जैसे ही कोई खाली हो',
    'hi-Latn': 'jaise hi koi free ho',
  },
  between: {
    en: 'on {from, date, day} between {from, time, clock} and {to, time, clock}',
    hi: '{from, date, day} को {from, time, clock} से {to, time, clock} के बीच',
    'hi-Latn': '{from, date, day} ko {from, time, clock} se {to, time, clock} ke beech',
  },
  propose: {
    en: 'A colleague calls you on {phone} {when}, about: "{about}". Shall I arrange it?',
    hi: 'हमारे एक सहकर्मी {when} आपको {phone} पर फ़ोन करेंगे, इस बारे में: "{about}"। क्या मैं यह तय कर दूँ?',
    'hi-Latn':
      'Hamare ek colleague {when} aapko {phone} par phone karenge, is baare mein: "{about}". Kya main yeh tay kar du?',
  },
  onlyOwnNumber: {
    en: 'We call only the verified number of your account; you can change it in your account.',
    hi: 'हम सिर्फ़ आपके खाते के सत्यापित नंबर पर फ़ोन करते हैं; उसे आप अपने खाते में बदल सकते हैं।',
    'hi-Latn':
      'Hum sirf aapke account ke verified number par phone karte hain; use aap apne account mein badal sakte hain.',
  },
  noNumber: {
    en: 'We call only the verified number of an account, and yours has no phone number yet, so no call was arranged. Add one in your account and verify it with the code that we send to it; then ask me again.',
    hi: 'हम सिर्फ़ खाते के सत्यापित नंबर पर फ़ोन करते हैं, और आपके खाते में अभी कोई फ़ोन नंबर नहीं है, इसलिए कोई फ़ोन तय नहीं हुआ। अपने खाते में नंबर जोड़िए और उस पर भेजे गए कोड से सत्यापित कीजिए; फिर मुझसे दोबारा कहिए।',
    'hi-Latn':
      'Hum sirf account ke verified number par phone karte hain, aur aapke account mein abhi koi phone number nahi hai, isliye koi phone tay nahi hua. Apne account mein number jodiye aur us par bheje gaye code se verify kijiye; phir mujhse dobara kahiye.',
  },
  unverified: {
    en: 'We call only a verified number, and {phone} in your account has not been verified yet, so no call was arranged. Verify it in your account with the code that we send to it; then ask me again.',
    hi: 'हम सिर्फ़ सत्यापित नंबर पर फ़ोन करते हैं, और आपके खाते का {phone} अभी सत्यापित नहीं है, इसलिए कोई फ़ोन तय नहीं हुआ। अपने खाते में उस पर भेजे गए कोड से सत्यापित कीजिए; फिर मुझसे दोबारा कहिए।',
    'hi-Latn':
      'Hum sirf verified number par phone karte hain, aur aapke account ka {phone} abhi verified nahi hai, isliye koi phone tay nahi hua. Apne account mein us par bheje gaye code se verify kijiye; phir mujhse dobara kahiye.',
  },
  arranged: {
    en: 'Arranged: a colleague calls you on {phone} {when} ({reference}).',
    hi: 'तय हो गया: हमारे एक सहकर्मी {when} आपको {phone} पर फ़ोन करेंगे ({reference})।',
    'hi-Latn': 'Tay ho gaya: hamare ek colleague {when} aapko {phone} par phone karenge ({reference}).',
  },
  already: {
    en: 'That call is arranged already: a colleague calls you on {phone} {when} ({reference}).',
    hi: 'वह फ़ोन पहले से तय है: हमारे एक सहकर्मी {when} आपको {phone} पर फ़ोन करेंगे ({reference})।',
    'hi-Latn':
      'Woh phone pehle se tay hai: hamare ek colleague {when} aapko {phone} par phone karenge ({reference}).',
  },
  dropped: {
    en: 'All right, no call was arranged.',
    hi: 'ठीक है, कोई फ़ोन तय नहीं किया।',
    'hi-Latn': 'Theek hai, koi phone tay nahi kiya.',
  },
  stillArranged: {
    en: 'One that you asked for earlier still stands: {when} ({reference}). You can cancel it in your account.',
    hi: 'पहले से तय एक फ़ोन अब भी बाकी है: {when} ({reference})। उसे आप अपने खाते में रद्द कर सकते हैं।',
    'hi-Latn':
      'Pehle se tay ek phone ab bhi baaki hai: {when} ({reference}). Use aap apne account mein cancel kar sakte hain.',
  },
  plainYes: {
    en: 'No call is arranged yet. I arrange it when you answer with a plain yes.',
    hi: 'अभी कोई फ़ोन तय नहीं हुआ है। आप सीधा "हाँ" कहेंगे, तब तय करूँगा।',
    'hi-Latn': 'Abhi koi phone tay nahi hua hai. Aap seedha "haan" kahenge, tab tay karunga.',
  },
  notUnderstood: {
    en: 'Sorry, I did not understand that.',
    hi: 'माफ़ कीजिए, मैं यह समझ नहीं पाया।',
    'hi-Latn': 'Maaf kijiye, main yeh samajh nahi paya.',
  },
  takeYourTime: {
    en: 'Take your time; no call is arranged yet.',
    hi: 'आराम से सोचिए; अभी कोई फ़ोन तय नहीं हुआ है।',
    'hi-Latn': 'Aaram se sochiye; abhi koi phone tay nahi hua hai.',
  },
  refused: {
    en: 'The call was not arranged: {detail}',
    hi: 'फ़ोन तय नहीं हुआ: {detail}',
    'hi-Latn': 'Phone tay nahi hua: {detail}',
  },
  undecided: {
    en: 'Something went wrong, and I do not know yet whether the call was arranged. Say yes to try again; nobody calls twice because of it.',
    hi: 'कुछ गड़बड़ हुई, और अभी पता नहीं कि फ़ोन तय हुआ या नहीं। दोबारा कोशिश के लिए "हाँ" कहिए; इसकी वजह से दो बार फ़ोन नहीं आएगा।',
    'hi-Latn':
      'Kuch gadbad hui, aur abhi pata nahi ki phone tay hua ya nahi. Dobara koshish ke liye "haan" kahiye; iski wajah se do baar phone nahi aayega.',
  },
});

/** `on Saturday 21 November between 9:00 am and 12:00 pm` */
export function windowNamed({ from, to }: CallWindow, reader: ResponseReader): string {
  return from === null
    ? callbackResponses.write('asSoon', reader)
    : callbackResponses.write('between', reader, { from, to });
}
