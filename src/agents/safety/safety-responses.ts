// What the safety agent says beside its advice (safety-advice.ts).
import type { DangerKind } from '../../conversations/conversation.entity.js';
import { Responses } from '../language/responses.js';

export const safetyResponses = new Responses({
  told: {
    en: 'A colleague is told now, with critical priority, and answers within 30 minutes, day and night.',
    'hi-Latn':
      'Hamare ek saathi ko abhi bataya ja raha hai, sabse zaroori maan kar; 30 minute ke andar jawab milega, din ho ya raat.',
    hi: 'हमारे एक साथी को अभी बताया जा रहा है, सबसे ज़रूरी मानकर; 30 मिनट के अंदर जवाब मिलेगा, दिन हो या रात।',
  },
  told_before: {
    en: 'Our colleagues have been told already, with critical priority.',
    'hi-Latn': 'Hamare saathiyon ko pehle hi bata diya gaya hai, sabse zaroori maan kar.',
    hi: 'हमारे साथियों को पहले ही बता दिया गया है, सबसे ज़रूरी मानकर।',
  },
  not_told: {
    en: 'I cannot reach a colleague from here at the moment: please do not wait for us.',
    'hi-Latn': 'Main abhi yahan se kisi saathi tak nahi pahunch pa raha: kripya hamara intezaar na karein.',
    hi: 'मैं अभी यहां से किसी साथी तक नहीं पहुंच पा रहा: कृपया हमारा इंतज़ार न करें।',
  },
  waits: {
    en: 'What we were arranging waits until you are safe; nothing is booked or changed meanwhile.',
    'hi-Latn':
      'Jo hum tay kar rahe the, wo aapke surakshit hone tak rukega; tab tak kuch book ya change nahi hoga.',
    hi: 'जो हम तय कर रहे थे, वह आपके सुरक्षित होने तक रुकेगा; तब तक कुछ बुक या बदला नहीं जाएगा।',
  },
  visitAfter: {
    en: 'Once it is safe, tell me if somebody should come and repair it.',
    'hi-Latn': 'Jab khatra tal jaye, tab batayein agar kisi ko theek karne bhejna ho.',
    hi: 'जब खतरा टल जाए, तब बताएं अगर किसी को ठीक करने भेजना हो।',
  },
  offer: {
    en: 'If a safety complaint shall be filed as well, write "file a complaint".',
    'hi-Latn': 'Agar safety complaint bhi darj karni ho, to "complaint darj karo" likhein.',
    hi: 'अगर सुरक्षा की शिकायत भी दर्ज करनी हो, तो "शिकायत दर्ज करो" लिखें।',
  },
  propose: {
    en: 'Safety complaint, critical: {what}. First answer within 30 minutes, to be solved within 24 hours. Shall I file it?',
    'hi-Latn':
      'Safety complaint, critical: {what}. Pehla jawab 30 minute mein, hal 24 ghante mein. Kya main ise darj karun?',
    hi: 'सुरक्षा की शिकायत, सबसे ज़रूरी: {what}। पहला जवाब 30 मिनट में, हल 24 घंटे में। क्या मैं इसे दर्ज करूं?',
  },
  filed: {
    en: 'The complaint is filed: {reference}, critical, to be solved by {dueAt, date, day}, {dueAt, time, clock}.',
    'hi-Latn':
      'Complaint darj ho gayi: {reference}, critical, {dueAt, date, day}, {dueAt, time, clock} tak hal honi hai.',
    hi: 'शिकायत दर्ज हो गई: {reference}, सबसे ज़रूरी, {dueAt, date, day}, {dueAt, time, clock} तक हल होनी है।',
  },
  notFiled: {
    en: 'All right, no complaint is filed.',
    'hi-Latn': 'Theek hai, koi complaint darj nahi ki gayi.',
    hi: 'ठीक है, कोई शिकायत दर्ज नहीं की गई।',
  },
  refused: {
    en: 'The complaint could not be filed. {detail}',
    'hi-Latn': 'Complaint darj nahi ho saki. {detail}',
    hi: 'शिकायत दर्ज नहीं हो सकी। {detail}',
  },
  undecided: {
    en: 'This takes too long at the moment. Say yes again to try once more; it is filed only once.',
    'hi-Latn': 'Isme abhi der lag rahi hai. Phir se koshish ke liye haan kahein; darj ek hi baar hogi.',
    hi: 'इसमें अभी देर लग रही है। फिर से कोशिश के लिए हां कहें; दर्ज एक ही बार होगी।',
  },
});

/** Of a complaint, for the customer and for staff. */
export const dangerNames = new Responses<DangerKind>({
  gas: { en: 'gas smell', 'hi-Latn': 'gas ki badbu', hi: 'गैस की गंध' },
  fire: { en: 'fire', 'hi-Latn': 'aag', hi: 'आग' },
  electric_shock: { en: 'electric shock', 'hi-Latn': 'bijli ka jhatka', hi: 'बिजली का झटका' },
  sparks: { en: 'sparks', 'hi-Latn': 'chingari', hi: 'चिंगारी' },
  flood: { en: 'flooding', 'hi-Latn': 'pani bhar jana', hi: 'पानी भर जाना' },
  trapped: { en: 'somebody trapped', 'hi-Latn': 'koi phansa hua', hi: 'कोई फंसा हुआ' },
  injury: { en: 'injury', 'hi-Latn': 'chot', hi: 'चोट' },
  violence: { en: 'threat or violence', 'hi-Latn': 'dhamki ya hinsa', hi: 'धमकी या हिंसा' },
});
