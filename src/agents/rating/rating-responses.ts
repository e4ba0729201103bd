// What the rating agent says.
import { Responses } from '../language/responses.js';

export const ratingResponses = new Responses({
  askWhich: {
    en: 'Which visit would you like to rate: {visits}?',
    hi: 'आप किस विज़िट को रेट करना चाहेंगे: {visits}?',
    'hi-Latn': 'Aap kis visit ko rate karna chahenge: {visits}?',
  },
  askStars: {
    en: 'How many stars, 1 to 5, for the {visit}?',
    hi: '{visit}: इसे 1 से 5 में कितने स्टार?',
    'hi-Latn': '{visit}: ise 1 se 5 mein kitne star?',
  },
  propose: {
    en: '{visit}: {stars} of 5 stars{says, select, none {} other {, and for everybody to read: "{comment}"}}. Shall I give this rating?',
    hi: '{visit}: 5 में से {stars} स्टार{says, select, none {} other {, और सबके पढ़ने के लिए: "{comment}"}}। क्या यह रेटिंग दे दूँ?',
    'hi-Latn':
      '{visit}: 5 mein se {stars} star{says, select, none {} other {, aur sabke padhne ke liye: "{comment}"}}. Kya yeh rating de du?',
  },
  rated: {
    en: 'Thank you. {visit}: {stars} of 5 stars are noted. You can change it for a week.',
    hi: 'धन्यवाद। {visit}: 5 में से {stars} स्टार दर्ज हो गए। एक हफ़्ते तक बदल सकते हैं।',
    'hi-Latn': 'Dhanyavaad. {visit}: 5 mein se {stars} star darj ho gaye. Ek hafte tak badal sakte hain.',
  },
  ratedBefore: {
    en: '{visit}: you have rated it already. A rating can be changed for a week, at the booking.',
    hi: '{visit}: आप इसे पहले ही रेट कर चुके हैं। रेटिंग एक हफ़्ते तक बुकिंग में बदली जा सकती है।',
    'hi-Latn':
      '{visit}: aap ise pehle hi rate kar chuke hain. Rating ek hafte tak booking mein badli ja sakti hai.',
  },
  notDone: {
    en: '{visit}: only a visit that is completed can be rated.',
    hi: '{visit}: केवल पूरी हो चुकी विज़िट को रेट किया जा सकता है।',
    'hi-Latn': '{visit}: sirf poori ho chuki visit ko rate kiya ja sakta hai.',
  },
  nothingDone: {
    en: 'You have had no visit that was completed, so there is nothing to rate yet.',
    hi: 'आपकी अभी कोई विज़िट पूरी नहीं हुई है, इसलिए रेट करने को कुछ नहीं है।',
    'hi-Latn': 'Aapki abhi koi visit poori nahi hui hai, isliye rate karne ko kuch nahi hai.',
  },
  noSuchBooking: {
    en: 'I find no booking {reference} of yours to rate.',
    hi: 'आपकी कोई बुकिंग {reference} नहीं मिली जिसे रेट करें।',
    'hi-Latn': 'Aapki koi booking {reference} nahi mili jise rate karein.',
  },
  dropped: {
    en: 'All right, nothing was rated.',
    hi: 'ठीक है, कोई रेटिंग नहीं दी गई।',
    'hi-Latn': 'Theek hai, koi rating nahi di gayi.',
  },
  takeYourTime: {
    en: 'Take your time.',
    hi: 'आराम से बताइए।',
    'hi-Latn': 'Aaram se bataiye.',
  },
  plainYes: {
    en: 'I give the rating when you answer with a plain yes.',
    hi: 'आप सीधा "हाँ" कहेंगे, तब रेटिंग दूँगा।',
    'hi-Latn': 'Aap seedha "haan" kahenge, tab rating dunga.',
  },
  notUnderstood: {
    en: 'I did not understand that; nothing is rated yet.',
    hi: 'मैं समझ नहीं पाया; अभी कोई रेटिंग नहीं दी गई है।',
    'hi-Latn': 'Main samajh nahi paya; abhi koi rating nahi di gayi hai.',
  },
  refused: {
    en: 'It was not rated: {detail}',
    hi: 'रेटिंग नहीं दी गई: {detail}',
    'hi-Latn': 'Rating nahi di gayi: {detail}',
  },
  undecided: {
    en: 'That did not work at this moment. Say yes to try again; it is never rated twice.',
    hi: 'अभी यह नहीं हो पाया। दोबारा कोशिश के लिए "हाँ" कहिए; रेटिंग कभी दो बार नहीं दी जाती।',
    'hi-Latn':
      'Abhi yeh nahi ho paya. Dobara koshish ke liye "haan" kahiye; rating kabhi do baar nahi di jati.',
  },
});
