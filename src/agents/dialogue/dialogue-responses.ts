// What the engine says by itself, in the language of the message.
import type { ReplyLanguage } from '../language/reply-language.js';

const apologies: Readonly<Record<ReplyLanguage, string>> = {
  en: 'Sorry, something does not work on our side at the moment. Your message is kept, and nothing was booked because of it. Please try again in a minute.',
  'hi-Latn':
    'Maaf kijiye, hamari taraf kuch kaam nahi kar raha hai. Aapka message rakh liya gaya hai, aur uski wajah se kuch book nahi hua. Ek minute mein phir se koshish kijiye.',
  'hi-Deva':
    'माफ़ कीजिए, हमारी तरफ़ अभी कुछ काम नहीं कर रहा है। आपका संदेश रख लिया गया है, और उसकी वजह से कुछ बुक नहीं हुआ। एक मिनट में फिर से कोशिश कीजिए।',
};

/** Of a turn that failed. */
export const apologyOf = (language: ReplyLanguage): string => apologies[language];

/** Whether an answer was nothing but the apology, in whatever language. */
export function isApology(text: string): boolean {
  return Object.values(apologies).includes(text);
}

/** @param asked the words in which it was asked for */
export function takeUpNext(asked: string, language: ReplyLanguage): string {
  return {
    en: `You also asked: "${asked}".`,
    'hi-Latn': `Aapne yeh bhi poocha tha: "${asked}".`,
    'hi-Deva': `आपने यह भी पूछा था: "${asked}"।`,
  }[language];
}
