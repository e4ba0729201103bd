// What the policy agent says around the words of the documents, which stay in the language that they are written in.
import { Responses } from '../language/responses.js';

export const policyResponses = new Responses({
  /** In English the words of the documents need no introduction. */
  quoted: {
    en: '{quotes}{sources}',
    'hi-Latn': 'Hamare niyam kehte hain (English mein): {quotes}{sources}',
    hi: 'हमारे नियम कहते हैं (अंग्रेज़ी में): {quotes}{sources}',
  },
  /** `day`: on which the booking was made. `held`: whether something else is in force since. */
  heldThen: {
    en: 'For your visit the rules of {day, date, day} count, when you booked it{held, select, past {; they have changed since} other {}}: {quotes}{sources}',
    'hi-Latn':
      'Aapki visit ke liye {day, date, day} ke niyam laagu hain, jab aapne book kiya tha{held, select, past {; tab se niyam badal gaye hain} other {}}. Unmein likha hai (English mein): {quotes}{sources}',
    hi: 'आपकी विज़िट के लिए {day, date, day} के नियम लागू हैं, जब आपने बुक किया था{held, select, past {; तब से नियम बदल गए हैं} other {}}। उनमें लिखा है (अंग्रेज़ी में): {quotes}{sources}',
  },
  source: { en: ' ({sources})', 'hi-Latn': ' ({sources})', hi: ' ({sources})' },
  whichCase: {
    en: 'That depends on the case: {quotes}{sources} Which of them do you mean?',
    'hi-Latn':
      'Yeh alag-alag maamlon mein alag hai (English mein): {quotes}{sources} Aap inmein se kaun sa pooch rahe hain?',
    hi: 'यह अलग-अलग मामलों में अलग है (अंग्रेज़ी में): {quotes}{sources} आप इनमें से कौन-सा पूछ रहे हैं?',
  },
  silent: {
    en: 'Our rules do not say anything about that, and I will not guess. I have noted the question. If you like, a colleague calls you: say "call me back".',
    'hi-Latn':
      'Hamare niyamon mein iske baare mein kuch nahi likha hai, aur andaze se hum kuch nahi batayenge. Sawaal note kar liya hai. Chahein to hamare ek saathi aapko phone karenge: kahiye "mujhe call karo".',
    hi: 'हमारे नियमों में इसके बारे में कुछ नहीं लिखा है, और अंदाज़े से हम कुछ नहीं बताएँगे। सवाल नोट कर लिया है। चाहें तो हमारे एक साथी आपको फ़ोन करेंगे: कहिए "मुझे कॉल करो"।',
  },
});
