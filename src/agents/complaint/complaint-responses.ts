// What the complaint agent says.
import { Responses } from '../language/responses.js';

export const complaintResponses = new Responses({
  sorry: {
    en: 'I am sorry about that.',
    'hi-Latn': 'Iske liye maafi chahte hain.',
    hi: 'इसके लिए माफ़ी चाहते हैं।',
  },
  dangerFirst: {
    en: 'If anybody is in danger now, call 112 first.',
    'hi-Latn': 'Agar abhi koi khatre mein hai, to pehle 112 par call karein.',
    hi: 'अगर अभी कोई ख़तरे में है, तो पहले 112 पर कॉल करें।',
  },
  askWhat: {
    en: 'What happened? A sentence is enough.',
    'hi-Latn': 'Kya hua? Ek vaakya kaafi hai.',
    hi: 'क्या हुआ? एक वाक्य काफ़ी है।',
  },
  askMatter: {
    en: 'What is it about most of all: {matters}?',
    'hi-Latn': 'Sabse zyada kis baare mein hai: {matters}?',
    hi: 'सबसे ज़्यादा किस बारे में है: {matters}?',
  },
  askWhich: {
    en: 'Which visit is it about: {visits}? Say "none" if it is about none of them.',
    'hi-Latn': 'Yeh kis visit ke baare mein hai: {visits}? Agar kisi ki nahi, to "koi nahi" kahiye.',
    hi: 'यह किस विज़िट के बारे में है: {visits}? अगर किसी की नहीं, तो "कोई नहीं" कहिए।',
  },
  askOnly: {
    en: 'Is it about {visit}?',
    'hi-Latn': 'Kya yeh is visit ke baare mein hai: {visit}?',
    hi: 'क्या यह इस विज़िट के बारे में है: {visit}?',
  },
  noSuchBooking: {
    en: 'I find no booking {reference} of yours.',
    'hi-Latn': 'Aapki koi booking {reference} nahi mili.',
    hi: 'आपकी कोई बुकिंग {reference} नहीं मिली।',
  },
  propose: {
    en: 'This is what I would file: {matter}{visit, select, none {} other {, about {visit}}}. In your words: "{account}" {wishes, select, none {} other {You would like {wishes}: I pass that on, and whoever looks into it decides. }}A first answer comes within {severity, select, critical {30 minutes} high {4 hours} medium {a day} other {2 days}}. Shall I file it?',
    'hi-Latn':
      'Main yeh darj karunga: {matter}{visit, select, none {} other {, is baare mein: {visit}}}. Aapke shabdon mein: "{account}" {wishes, select, none {} other {Aap chahte hain: {wishes}. Yeh aage bata diya jayega, faisla wahi karenge jo ise dekhenge. }}Pehla jawab {severity, select, critical {30 minute} high {4 ghante} medium {ek din} other {2 din}} mein. Kya main ise darj karu?',
    hi: 'मैं यह दर्ज करूँगा: {matter}{visit, select, none {} other {, इस बारे में: {visit}}}। आपके शब्दों में: "{account}" {wishes, select, none {} other {आप चाहते हैं: {wishes}। यह आगे बता दिया जाएगा, फ़ैसला वही करेंगे जो इसे देखेंगे। }}पहला जवाब {severity, select, critical {30 मिनट} high {4 घंटे} medium {एक दिन} other {2 दिन}} में। क्या मैं इसे दर्ज करूँ?',
  },
  filed: {
    en: 'The complaint is filed: {reference}{dueAt, select, none {} other {, to be solved by {due}}}.{photo, select, yes { A photograph helps: you can add it in the app, under complaint {reference}.} other {}} Ask me here how it stands whenever you like.',
    'hi-Latn':
      'Complaint darj ho gayi: {reference}{dueAt, select, none {} other {, {due} tak hal honi hai}}.{photo, select, yes { Photo se madad milti hai: app mein complaint {reference} mein jod sakte hain.} other {}} Iska haal jab chahein yahin poochhiye.',
    hi: 'शिकायत दर्ज हो गई: {reference}{dueAt, select, none {} other {, {due} तक हल होनी है}}।{photo, select, yes { फ़ोटो से मदद मिलती है: ऐप में शिकायत {reference} में जोड़ सकते हैं।} other {}} इसका हाल जब चाहें यहीं पूछिए।',
  },
  due: {
    en: '{at, date, day}, {at, time, clock}',
    'hi-Latn': '{at, date, day}, {at, time, clock}',
    hi: '{at, date, day}, {at, time, clock}',
  },
  oneByOne: {
    en: 'I take that up as a complaint of its own after this one.',
    'hi-Latn': 'Use iske baad alag complaint ke taur par lunga.',
    hi: 'उसे इसके बाद अलग शिकायत के तौर पर लूँगा।',
  },
  dropped: {
    en: 'All right, no complaint is filed.',
    'hi-Latn': 'Theek hai, koi complaint darj nahi ki.',
    hi: 'ठीक है, कोई शिकायत दर्ज नहीं की।',
  },
  plainYes: {
    en: 'Nothing is filed yet. I file it when you answer with a plain yes.',
    'hi-Latn': 'Abhi kuch darj nahi hua hai. Aap seedha "haan" kahenge, tab darj karunga.',
    hi: 'अभी कुछ दर्ज नहीं हुआ है। आप सीधा "हाँ" कहेंगे, तब दर्ज करूँगा।',
  },
  notUnderstood: {
    en: 'Sorry, I did not understand that. Tell me what is different, or answer with a plain yes or no.',
    'hi-Latn': 'Maaf kijiye, yeh samajh nahi aaya. Jo alag hai woh bataiye, ya seedha haan ya na kahiye.',
    hi: 'माफ़ कीजिए, यह समझ नहीं आया। जो अलग है वह बताइए, या सीधा हाँ या ना कहिए।',
  },
  takeYourTime: {
    en: 'Take your time; nothing is filed yet.',
    'hi-Latn': 'Aaram se; abhi kuch darj nahi hua hai.',
    hi: 'आराम से; अभी कुछ दर्ज नहीं हुआ है।',
  },
  refused: {
    en: 'The complaint could not be filed. {detail}',
    'hi-Latn': 'Complaint darj nahi ho saki. {detail}',
    hi: 'शिकायत दर्ज नहीं हो सकी। {detail}',
  },
  undecided: {
    en: 'This takes too long at the moment. Say yes again to try once more; it is filed only once.',
    'hi-Latn': 'Isme abhi der lag rahi hai. Phir se koshish ke liye haan kahein; darj ek hi baar hogi.',
    hi: 'इसमें अभी देर लग रही है। फिर से कोशिश के लिए हाँ कहें; दर्ज एक ही बार होगी।',
  },
});
