// How we say that we are sorry, in the language of the complaint.
import type { ComplaintLanguage } from '../complaints/complaint.entity.js';

const texts: Readonly<Record<ComplaintLanguage, (reference: string) => string>> = {
  en: (reference) =>
    `We are sorry for what happened. This is not how a visit should be, and it is our mistake, not yours. What you told us in ${reference} goes to the team that plans the visits, so that it does not happen to anybody else.`,
  hi: (reference) =>
    `जो हुआ उसके लिए हम क्षमा चाहते हैं। विज़िट ऐसी नहीं होनी चाहिए थी, और ग़लती हमारी है, आपकी नहीं। ${reference} में आपने जो बताया वह उन लोगों तक जाएगा जो विज़िट तय करते हैं, ताकि किसी और के साथ ऐसा न हो।`,
  'hi-Latn': (reference) =>
    `Jo hua uske liye hum maafi chahte hain. Visit aisi nahi honi chahiye thi, aur galti hamari hai, aapki nahi. ${reference} mein aapne jo bataya woh visit tay karne wali team tak jayega, taaki kisi aur ke saath aisa na ho.`,
};

export function apologyFor({
  reference,
  language,
}: {
  reference: string;
  language?: ComplaintLanguage | null;
}): string {
  return texts[language ?? 'en'](reference);
}
