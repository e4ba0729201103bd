// What the noting agent says.
import { Responses } from '../language/responses.js';

export const notingResponses = new Responses({
  askWhich: {
    en: 'For which visit is that: {visits}?',
    hi: 'यह किस विज़िट के लिए है: {visits}?',
    'hi-Latn': 'Yeh kis visit ke liye hai: {visits}?',
  },
  propose: {
    en: 'For {visit} I would note: "{note}". {kind, select, wish {I pass that on as a wish, but I cannot promise it. } other {}}Shall I add it?',
    hi: '{visit}: इसके लिए मैं यह लिख दूँ: "{note}"? {kind, select, wish {यह इच्छा के तौर पर बता दिया जाएगा, पर वादा नहीं कर सकते। } other {}}क्या मैं जोड़ दूँ?',
    'hi-Latn':
      '{visit}: iske liye main yeh likh du: "{note}"? {kind, select, wish {Yeh wish ke taur par bata diya jayega, par vaada nahi kar sakte. } other {}}Kya main jod du?',
  },
  noted: {
    en: 'Noted for {visit}: "{note}".',
    hi: '{visit}: इसके लिए लिख दिया: "{note}"।',
    'hi-Latn': '{visit}: iske liye likh diya: "{note}".',
  },
  dropped: {
    en: 'All right, I noted nothing.',
    hi: 'ठीक है, कुछ नहीं लिखा।',
    'hi-Latn': 'Theek hai, kuch nahi likha.',
  },
  notUnderstood: {
    en: 'Nothing is noted yet. I note it when you answer with a plain yes.',
    hi: 'अभी कुछ नहीं लिखा है। आप सीधा "हाँ" कहेंगे, तब लिखूँगा।',
    'hi-Latn': 'Abhi kuch nahi likha hai. Aap seedha "haan" kahenge, tab likhunga.',
  },
  refused: {
    en: 'It was not noted: {detail}',
    hi: 'यह नहीं लिखा गया: {detail}',
    'hi-Latn': 'Yeh nahi likha gaya: {detail}',
  },
  undecided: {
    en: 'That did not work at this moment. Say yes to try again; it is never noted twice.',
    hi: 'अभी यह नहीं हो पाया। दोबारा कोशिश के लिए "हाँ" कहिए; यह कभी दो बार नहीं लिखा जाता।',
    'hi-Latn':
      'Abhi yeh nahi ho paya. Dobara koshish ke liye "haan" kahiye; yeh kabhi do baar nahi likha jata.',
  },
});
