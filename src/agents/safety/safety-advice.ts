// What is said to somebody in danger, first of all and short: the call, then what to do and what to leave. The words are those of the
// handbook (src/demo/data/handbook/safety.md); where it names only the number to call, what keeps everybody out of danger is added.
import type { DangerKind } from '../../conversations/conversation.entity.js';
import { Responses, type ResponseReader } from '../language/responses.js';

/** Whom to call. */
const calls = new Responses<DangerKind>({
  gas: {
    en: 'Call 1906 now, the LPG emergency line, from outside the house.',
    'hi-Latn': 'Abhi 1906 par call karein, LPG emergency line, ghar ke bahar se.',
    hi: 'अभी 1906 पर कॉल करें, एलपीजी इमरजेंसी लाइन, घर के बाहर से।',
  },
  fire: {
    en: 'Call 112 now.',
    'hi-Latn': 'Abhi 112 par call karein.',
    hi: 'अभी 112 पर कॉल करें।',
  },
  electric_shock: {
    en: 'If somebody is hurt, call 112 now.',
    'hi-Latn': 'Kisi ko chot lagi ho to abhi 112 par call karein.',
    hi: 'किसी को चोट लगी हो तो अभी 112 पर कॉल करें।',
  },
  sparks: {
    en: 'If anything burns or somebody is hurt, call 112 now.',
    'hi-Latn': 'Kuch jal raha ho ya kisi ko chot lagi ho to abhi 112 par call karein.',
    hi: 'कुछ जल रहा हो या किसी को चोट लगी हो तो अभी 112 पर कॉल करें।',
  },
  flood: {
    en: 'If anybody is in danger, call 112 now.',
    'hi-Latn': 'Koi khatre me ho to abhi 112 par call karein.',
    hi: 'कोई खतरे में हो तो अभी 112 पर कॉल करें।',
  },
  trapped: {
    en: 'Call 112 now, and say who cannot get out and where.',
    'hi-Latn': 'Abhi 112 par call karein, aur batayein ki kaun kahan band hai.',
    hi: 'अभी 112 पर कॉल करें, और बताएं कि कौन कहां बंद है।',
  },
  injury: {
    en: 'Call 112 now, and say that somebody is hurt and where.',
    'hi-Latn': 'Abhi 112 par call karein, aur batayein ki kisi ko chot lagi hai aur kahan.',
    hi: 'अभी 112 पर कॉल करें, और बताएं कि किसी को चोट लगी है और कहां।',
  },
  violence: {
    en: 'Call 112 now.',
    'hi-Latn': 'Abhi 112 par call karein.',
    hi: 'अभी 112 पर कॉल करें।',
  },
});

/** What to do and what to leave. */
const steps = new Responses<DangerKind>({
  gas: {
    en: 'Close the valve, open the windows, touch no switch and light nothing, and leave the house. Do not wait for our technician.',
    'hi-Latn':
      'Valve band karein, khidkiyan kholein, koi switch na chhuein, kuch na jalayein, aur ghar se bahar nikal jayein. Hamare technician ka intezaar na karein.',
    hi: 'वाल्व बंद करें, खिड़कियां खोलें, कोई स्विच न छुएं, कुछ न जलाएं, और घर से बाहर निकल जाएं। हमारे टेक्नीशियन का इंतज़ार न करें।',
  },
  fire: {
    en: 'Leave with everybody who is inside, take the stairs, and do not go back in.',
    'hi-Latn': 'Sab logon ke saath bahar nikal jayein, seedhiyon se, aur wapas andar na jayein.',
    hi: 'सब लोगों के साथ बाहर निकल जाएं, सीढ़ियों से, और वापस अंदर न जाएं।',
  },
  electric_shock: {
    en: 'Turn off the main switch. Do not touch the person before it is off, nor what gave the shock.',
    'hi-Latn':
      'Main switch band karein. Usse pehle us vyakti ko na chhuein, na us cheez ko jisse current laga.',
    hi: 'मेन स्विच बंद करें। उससे पहले उस व्यक्ति को न छुएं, न उस चीज़ को जिससे करंट लगा।',
  },
  sparks: {
    en: 'Turn off the main switch. Touch nothing that sparks, smokes or smells burnt.',
    'hi-Latn':
      'Main switch band karein. Jisme se chingari, dhuan ya jalne ki badbu aa rahi ho, use na chhuein.',
    hi: 'मेन स्विच बंद करें। जिसमें से चिंगारी, धुआं या जलने की बदबू आ रही हो, उसे न छुएं।',
  },
  flood: {
    en: 'Close the main valve or the tank outlet. Turn off the main switch if you can reach it dry, and touch nothing electric in the water.',
    'hi-Latn':
      'Main valve ya tanki ka outlet band karein. Sookhe me pahunch sakein to main switch band karein, aur pani me bijli ki koi cheez na chhuein.',
    hi: 'मेन वाल्व या टंकी का आउटलेट बंद करें। सूखे में पहुंच सकें तो मेन स्विच बंद करें, और पानी में बिजली की कोई चीज़ न छुएं।',
  },
  trapped: {
    en: 'Keep talking to whoever is inside, and tell them to stay away from the door.',
    'hi-Latn': 'Jo andar hai usse baat karte rahein, aur use darwaze se door rehne ko kahein.',
    hi: 'जो अंदर है उससे बात करते रहें, और उसे दरवाज़े से दूर रहने को कहें।',
  },
  injury: {
    en: 'Stay with the person until help is there.',
    'hi-Latn': 'Madad aane tak us vyakti ke saath rahein.',
    hi: 'मदद आने तक उस व्यक्ति के साथ रहें।',
  },
  violence: {
    en: 'Go where you are safe, to neighbours or behind a door that locks. If it is somebody of ours, you need not talk to him again.',
    'hi-Latn':
      'Surakshit jagah jayein, padosi ke yahan ya aise kamre me jo band hota ho. Agar wo hamara aadmi hai, to aapko usse phir baat nahi karni hai.',
    hi: 'सुरक्षित जगह जाएं, पड़ोसी के यहां या ऐसे कमरे में जो बंद होता हो। अगर वह हमारा आदमी है, तो आपको उससे फिर बात नहीं करनी है।',
  },
});

const mendedByVisit: ReadonlySet<DangerKind> = new Set(['sparks', 'flood']);

/**
 * Whether the danger is a fault of the kind that a visit mends once it is made safe (sparks, water), so that a booking may go on behind the
 * advice; of the others nothing is to be arranged in the same turn.
 */
export function isMendedByVisit(kind: DangerKind): boolean {
  return mendedByVisit.has(kind);
}

/** Whom to call and what to do, in the language and letters of the customer: to be said first. */
export function safetyAdvice(kind: DangerKind, reader: ResponseReader): string {
  return `${calls.write(kind, reader)} ${steps.write(kind, reader)}`;
}

/** For somebody who has just been told what to do. */
export function safetyReminder(kind: DangerKind, reader: ResponseReader): string {
  return calls.write(kind, reader);
}
