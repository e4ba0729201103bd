// What is said to somebody in danger, first of all and short: the call, then what to do and what to leave. The words are those of the
// handbook (src/demo/data/handbook/safety.md); where it names only the number to call, what keeps everybody out of danger is added.
import type { DangerKind } from './danger-model.js';

/** Hindi in Latin and in Devanagari letters, as the customer writes. */
export type AdviceLanguage = 'en' | 'hi-Latn' | 'hi-Deva';

type Wording = Readonly<Record<AdviceLanguage, string>>;

const advice: Readonly<Record<DangerKind, Wording>> = {
  gas: {
    en: 'Call 1906 now, the LPG emergency line, from outside the house. Close the valve, open the windows, touch no switch and light nothing, and leave the house. Do not wait for our technician.',
    'hi-Latn':
      'Abhi 1906 par call karein, LPG emergency line, ghar ke bahar se. Valve band karein, khidkiyan kholein, koi switch na chhuein, kuch na jalayein, aur ghar se bahar nikal jayein. Hamare technician ka intezaar na karein.',
    'hi-Deva':
      'अभी 1906 पर कॉल करें, एलपीजी इमरजेंसी लाइन, घर के बाहर से। वाल्व बंद करें, खिड़कियां खोलें, कोई स्विच न छुएं, कुछ न जलाएं, और घर से बाहर निकल जाएं। हमारे टेक्नीशियन का इंतज़ार न करें।',
  },
  fire: {
    en: 'Call 112 now. Leave with everybody who is inside, take the stairs, and do not go back in.',
    'hi-Latn':
      'Abhi 112 par call karein. Sab logon ke saath bahar nikal jayein, seedhiyon se, aur wapas andar na jayein.',
    'hi-Deva': 'अभी 112 पर कॉल करें। सब लोगों के साथ बाहर निकल जाएं, सीढ़ियों से, और वापस अंदर न जाएं।',
  },
  electric_shock: {
    en: 'If somebody is hurt, call 112 now. Turn off the main switch. Do not touch the person before it is off, nor what gave the shock.',
    'hi-Latn':
      'Kisi ko chot lagi ho to abhi 112 par call karein. Main switch band karein. Usse pehle us vyakti ko na chhuein, na us cheez ko jisse current laga.',
    'hi-Deva':
      'किसी को चोट लगी हो तो अभी 112 पर कॉल करें। मेन स्विच बंद करें। उससे पहले उस व्यक्ति को न छुएं, न उस चीज़ को जिससे करंट लगा।',
  },
  sparks: {
    en: 'If anything burns or somebody is hurt, call 112 now. Turn off the main switch. Touch nothing that sparks, smokes or smells burnt.',
    'hi-Latn':
      'Kuch jal raha ho ya kisi ko chot lagi ho to abhi 112 par call karein. Main switch band karein. Jisme se chingari, dhuan ya jalne ki badbu aa rahi ho, use na chhuein.',
    'hi-Deva':
      'कुछ जल रहा हो या किसी को चोट लगी हो तो अभी 112 पर कॉल करें। मेन स्विच बंद करें। जिसमें से चिंगारी, धुआं या जलने की बदबू आ रही हो, उसे न छुएं।',
  },
  flood: {
    en: 'If anybody is in danger, call 112 now. Close the main valve or the tank outlet. Turn off the main switch if you can reach it dry, and touch nothing electric in the water.',
    'hi-Latn':
      'Koi khatre me ho to abhi 112 par call karein. Main valve ya tanki ka outlet band karein. Sookhe me pahunch sakein to main switch band karein, aur pani me bijli ki koi cheez na chhuein.',
    'hi-Deva':
      'कोई खतरे में हो तो अभी 112 पर कॉल करें। मेन वाल्व या टंकी का आउटलेट बंद करें। सूखे में पहुंच सकें तो मेन स्विच बंद करें, और पानी में बिजली की कोई चीज़ न छुएं।',
  },
  trapped: {
    en: 'Call 112 now, and say who cannot get out and where. Keep talking to whoever is inside, and tell them to stay away from the door.',
    'hi-Latn':
      'Abhi 112 par call karein, aur batayein ki kaun kahan band hai. Jo andar hai usse baat karte rahein, aur use darwaze se door rehne ko kahein.',
    'hi-Deva':
      'अभी 112 पर कॉल करें, और बताएं कि कौन कहां बंद है। जो अंदर है उससे बात करते रहें, और उसे दरवाज़े से दूर रहने को कहें।',
  },
  injury: {
    en: 'Call 112 now, and say that somebody is hurt and where. Stay with the person until help is there.',
    'hi-Latn':
      'Abhi 112 par call karein, aur batayein ki kisi ko chot lagi hai aur kahan. Madad aane tak us vyakti ke saath rahein.',
    'hi-Deva': 'अभी 112 पर कॉल करें, और बताएं कि किसी को चोट लगी है और कहां। मदद आने तक उस व्यक्ति के साथ रहें।',
  },
  violence: {
    en: 'Call 112 now. Go where you are safe, to neighbours or behind a door that locks. If it is somebody of ours, you need not talk to him again.',
    'hi-Latn':
      'Abhi 112 par call karein. Surakshit jagah jayein, padosi ke yahan ya aise kamre me jo band hota ho. Agar wo hamara aadmi hai, to aapko usse phir baat nahi karni hai.',
    'hi-Deva':
      'अभी 112 पर कॉल करें। सुरक्षित जगह जाएं, पड़ोसी के यहां या ऐसे कमरे में जो बंद होता हो। अगर वह हमारा आदमी है, तो आपको उससे फिर बात नहीं करनी है।',
  },
};

const colleagueIsTold: Wording = {
  en: 'A colleague is told now, with critical priority, and answers within 30 minutes, day and night. Nothing is being sold here.',
  'hi-Latn':
    'Hamare ek saathi ko abhi bataya ja raha hai, sabse zaroori (critical) maan kar; 30 minute ke andar jawab milega, din ho ya raat. Yahan kuch bhi becha nahi ja raha hai.',
  'hi-Deva':
    'हमारे एक साथी को अभी बताया जा रहा है, सबसे ज़रूरी (critical) मानकर; 30 मिनट के अंदर जवाब मिलेगा, दिन हो या रात। यहां कुछ भी बेचा नहीं जा रहा है।',
};

const visitComesAfter: Wording = {
  en: 'Once it is safe, tell me if somebody should come and repair it.',
  'hi-Latn': 'Jab khatra tal jaye, tab batayein agar kisi ko theek karne bhejna ho.',
  'hi-Deva': 'जब खतरा टल जाए, तब बताएं अगर किसी को ठीक करने भेजना हो।',
};

const mendedByVisit: ReadonlySet<DangerKind> = new Set(['sparks', 'flood']);

/**
 * Whether the danger is a fault of the kind that a visit mends once it is made safe (sparks, water), so that a booking may go on behind the
 * advice; of the others nothing is to be arranged in the same turn.
 */
export function isMendedByVisit(kind: DangerKind): boolean {
  return mendedByVisit.has(kind);
}

/** What to say, in the language and letters of the customer: to be said first, and true only if a colleague is told in the same turn. */
export function safetyAdvice(kind: DangerKind, language: AdviceLanguage): string {
  const sentences = [advice[kind][language], colleagueIsTold[language]];
  if (isMendedByVisit(kind)) sentences.push(visitComesAfter[language]);
  return sentences.join(' ');
}
