// What the cancellation agent says.
import { Responses } from '../language/responses.js';

export const cancellationResponses = new Responses({
  askWhich: {
    en: 'Which one shall I cancel: {visits}?',
    hi: 'कौन-सी रद्द करूँ: {visits}?',
    'hi-Latn': 'Kaun si cancel karu: {visits}?',
  },
  askOnly: {
    en: 'Shall I cancel {visit}?',
    hi: 'क्या मैं इसे रद्द कर दूँ: {visit}?',
    'hi-Latn': 'Kya main ise cancel kar du: {visit}?',
  },
  proposeFree: {
    en: 'Cancelling {visit} costs nothing. {rule} Shall I cancel it?',
    hi: '{visit}: इसे रद्द करने का कोई शुल्क नहीं है। क्या मैं इसे रद्द कर दूँ?',
    'hi-Latn': '{visit}: ise cancel karne ka koi charge nahi hai. Kya main ise cancel kar du?',
  },
  proposeFee: {
    en: 'Cancelling {visit} costs {feePaise, number, rupees} of the {totalPaise, number, rupees}. {rule} Shall I cancel it?',
    hi: '{visit}: इसे रद्द करने पर {totalPaise, number, rupees} में से {feePaise, number, rupees} लगेंगे, क्योंकि समय कम बचा है। क्या मैं इसे रद्द कर दूँ?',
    'hi-Latn':
      '{visit}: ise cancel karne par {totalPaise, number, rupees} mein se {feePaise, number, rupees} lagenge, kyunki time kam bacha hai. Kya main ise cancel kar du?',
  },
  tooLate: {
    en: '{visit} can no longer be cancelled: it has begun, is over, or its time has come.',
    hi: '{visit}: अब यह रद्द नहीं हो सकती, इसका समय आ चुका है या काम शुरू हो गया है।',
    'hi-Latn': '{visit}: ab yeh cancel nahi ho sakti, iska time aa chuka hai ya kaam shuru ho gaya hai.',
  },
  cancelledFree: {
    en: 'Cancelled: {visit}. It costs nothing.',
    hi: 'रद्द कर दी: {visit}। कोई शुल्क नहीं लगा।',
    'hi-Latn': 'Cancel kar di: {visit}. Koi charge nahi laga.',
  },
  cancelledFee: {
    en: 'Cancelled: {visit}. The fee is {feePaise, number, rupees}.',
    hi: 'रद्द कर दी: {visit}। शुल्क {feePaise, number, rupees} है।',
    'hi-Latn': 'Cancel kar di: {visit}. Charge {feePaise, number, rupees} hai.',
  },
  kept: {
    en: 'All right, nothing was cancelled. It stays booked: {visit}.',
    hi: 'ठीक है, कुछ भी रद्द नहीं किया। यह बुक ही रहेगी: {visit}।',
    'hi-Latn': 'Theek hai, kuch bhi cancel nahi kiya. Yeh book hi rahegi: {visit}.',
  },
  keptAll: {
    en: 'All right, nothing was cancelled.',
    hi: 'ठीक है, कुछ भी रद्द नहीं किया।',
    'hi-Latn': 'Theek hai, kuch bhi cancel nahi kiya.',
  },
  plainYes: {
    en: 'Nothing is cancelled yet. I cancel when you answer with a plain yes.',
    hi: 'अभी कुछ रद्द नहीं हुआ है। सीधा "हाँ" मिलने पर ही रद्द होगी।',
    'hi-Latn': 'Abhi kuch cancel nahi hua hai. Seedha "haan" milne par hi cancel hogi.',
  },
  notUnderstood: {
    en: 'Sorry, I did not understand that.',
    hi: 'माफ़ कीजिए, यह समझ नहीं आया।',
    'hi-Latn': 'Maaf kijiye, yeh samajh nahi aaya.',
  },
  takeYourTime: {
    en: 'Take your time; nothing is cancelled yet.',
    hi: 'आराम से सोचिए; अभी कुछ रद्द नहीं हुआ है।',
    'hi-Latn': 'Aaram se sochiye; abhi kuch cancel nahi hua hai.',
  },
  feeChanged: {
    en: 'The fee has changed since I told you, so nothing was cancelled yet.',
    hi: 'मेरे बताने के बाद शुल्क बदल गया है, इसलिए अभी कुछ रद्द नहीं हुआ।',
    'hi-Latn': 'Mere batane ke baad charge badal gaya hai, isliye abhi kuch cancel nahi hua.',
  },
  refused: {
    en: 'It was not cancelled: {detail}',
    hi: 'यह रद्द नहीं हुई: {detail}',
    'hi-Latn': 'Yeh cancel nahi hui: {detail}',
  },
  undecided: {
    en: 'Something went wrong, and I do not know yet whether it was cancelled. Say yes to try again; it never costs twice.',
    hi: 'कुछ गड़बड़ हुई, और अभी पता नहीं कि यह रद्द हुई या नहीं। दोबारा कोशिश के लिए "हाँ" कहिए; शुल्क कभी दो बार नहीं लगता।',
    'hi-Latn':
      'Kuch gadbad hui, aur abhi pata nahi ki yeh cancel hui ya nahi. Dobara koshish ke liye "haan" kahiye; charge kabhi do baar nahi lagta.',
  },
});
