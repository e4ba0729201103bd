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
