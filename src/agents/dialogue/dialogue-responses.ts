// What the engine says by itself.
import type { ReplyLanguage } from '#libs/format';
import { Responses } from '../language/responses.js';

export const dialogueResponses = new Responses({
  /** Of a turn that failed. */
  apology: {
    en: 'Sorry, something does not work on our side at the moment. Your message is kept, and nothing was booked because of it. Please try again in a minute.',
    'hi-Latn':
      'Maaf kijiye, abhi hamari taraf kuch gadbad hai. Aapka message rakh liya gaya hai, aur uski wajah se kuch book nahi hua. Kripya ek minute baad phir se koshish kijiye.',
    hi: 'माफ़ कीजिए, अभी हमारी तरफ़ कुछ गड़बड़ है। आपका संदेश रख लिया गया है, और उसकी वजह से कुछ बुक नहीं हुआ। कृपया एक मिनट बाद फिर से कोशिश कीजिए।',
  },
  /** After the second message in a row that nothing was made of. */
  sayItShorter: {
    en: 'Could you say it in other words, one thing at a time? For example "AC not cooling at 560034", "cancel my booking" or "when is he coming?".',
    'hi-Latn':
      'Kya aap ise doosre shabdon mein keh sakte hain, ek baar mein ek baat? Jaise "AC thanda nahi kar raha, 560034", "meri booking cancel kar do" ya "kab aayega?".',
    hi: 'क्या आप इसे दूसरे शब्दों में कह सकते हैं, एक बार में एक बात? जैसे "एसी ठंडा नहीं कर रहा, 560034", "मेरी बुकिंग रद्द कर दो" या "कब आएगा?"।',
  },
  /** After the third. */
  offerPerson: {
    en: 'I do not get it right. If you like, a colleague calls you: say "call me back".',
    'hi-Latn':
      'Main theek se samajh nahi pa raha. Chahein to hamare saathi aapko call karenge: kahiye "mujhe call karo".',
    hi: 'मैं ठीक से समझ नहीं पा रहा। चाहें तो हमारे साथी आपको कॉल करेंगे: कहिए "मुझे कॉल करो"।',
  },
  takeUpNext: {
    en: 'You also asked: "{asked}".',
    'hi-Latn': 'Aapne yeh bhi kaha tha: "{asked}".',
    hi: 'आपने यह भी कहा था: "{asked}"।',
  },
});

/** Whether an answer was nothing but the apology, in whatever language. */
export function isApology(text: string): boolean {
  return Object.values(dialogueResponses.texts.apology).includes(text);
}

export function apologyIn(language: ReplyLanguage): string {
  return dialogueResponses.texts.apology[language];
}
