// What the engine says by itself.
import type { ReplyLanguage } from '#libs/format';
import { Responses } from '../language/responses.js';

export const dialogueResponses = new Responses({
  /** Of a turn that failed. */
  apology: {
    en: 'Sorry, something does not work on our side at the moment. Your message is kept, and nothing was booked because of it. Please try again in a minute.',
    'hi-Latn':
      'Maaf kijiye, hamari taraf abhi kuch kaam nahi kar raha hai. Aapka message rakh liya gaya hai, aur uski wajah se kuch book nahi hua. Ek minute mein phir se koshish kijiye.',
    hi: 'माफ़ कीजिए, हमारी तरफ़ अभी कुछ काम नहीं कर रहा है। आपका संदेश रख लिया गया है, और उसकी वजह से कुछ बुक नहीं हुआ। एक मिनट में फिर से कोशिश कीजिए।',
  },
  /** After danger, before the question that waited is put again. */
  resumed: {
    en: 'Back to what we were arranging; nothing was booked or changed meanwhile.',
    'hi-Latn': 'Ab wapas usi par jo hum tay kar rahe the; is beech kuch book ya change nahi hua.',
    hi: 'अब वापस उसी पर जो हम तय कर रहे थे; इस बीच कुछ बुक या बदला नहीं गया।',
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
