// What complaints are about, how bad it is, and what is wished for, as customers and staff read it.
import { Responses } from '../language/responses.js';
import {
  matterRules,
  type ComplaintCategory,
  type ComplaintMatter,
  type ComplaintSeverity,
  type ComplaintWish,
} from './matters.js';
import type { ResponseReader } from '../language/responses.js';

export const categoryNames = new Responses<ComplaintCategory>({
  quality: { en: 'quality of the work', 'hi-Latn': 'kaam ki quality', hi: 'काम की गुणवत्ता' },
  lateness: { en: 'lateness', 'hi-Latn': 'der se aana', hi: 'देर से आना' },
  no_show: { en: 'nobody came', 'hi-Latn': 'koi nahi aaya', hi: 'कोई नहीं आया' },
  damage: { en: 'damage', 'hi-Latn': 'nuksan', hi: 'नुकसान' },
  billing: { en: 'billing', 'hi-Latn': 'bill aur paise', hi: 'बिल और पैसे' },
  behaviour: { en: 'behaviour', 'hi-Latn': 'bartaav', hi: 'बर्ताव' },
  safety: { en: 'safety', 'hi-Latn': 'suraksha', hi: 'सुरक्षा' },
  app: { en: 'the app', 'hi-Latn': 'app', hi: 'ऐप' },
  other: { en: 'something else', 'hi-Latn': 'kuch aur', hi: 'कुछ और' },
});

export const severityNames = new Responses<ComplaintSeverity>({
  critical: { en: 'critical', 'hi-Latn': 'sabse zaroori', hi: 'सबसे ज़रूरी' },
  high: { en: 'high priority', 'hi-Latn': 'bahut zaroori', hi: 'बहुत ज़रूरी' },
  medium: { en: 'medium priority', 'hi-Latn': 'zaroori', hi: 'ज़रूरी' },
  low: { en: 'low priority', 'hi-Latn': 'aam', hi: 'आम' },
});

export const matterNames = new Responses<ComplaintMatter>({
  fault_back: { en: 'the fault is back', 'hi-Latn': 'kharabi wapas aa gayi', hi: 'ख़राबी वापस आ गई' },
  poor_work: {
    en: 'the work is poor or incomplete',
    'hi-Latn': 'kaam kharab ya adhoora',
    hi: 'काम ख़राब या अधूरा',
  },
  came_late: { en: 'somebody came late', 'hi-Latn': 'der se aaye', hi: 'देर से आए' },
  no_show: { en: 'nobody came', 'hi-Latn': 'koi nahi aaya', hi: 'कोई नहीं आया' },
  no_show_again: { en: 'nobody came, again', 'hi-Latn': 'phir koi nahi aaya', hi: 'फिर कोई नहीं आया' },
  damage: {
    en: 'something was damaged',
    'hi-Latn': 'kuch tod ya kharab kar diya',
    hi: 'कुछ तोड़ या ख़राब कर दिया',
  },
  theft: { en: 'something is missing', 'hi-Latn': 'kuch gayab hai', hi: 'कुछ ग़ायब है' },
  harassment: { en: 'harassment or a threat', 'hi-Latn': 'chhedchhad ya dhamki', hi: 'छेड़छाड़ या धमकी' },
  unsafe_work: {
    en: 'something dangerous or an injury',
    'hi-Latn': 'kuch khatarnak ya chot',
    hi: 'कुछ ख़तरनाक या चोट',
  },
  bad_behaviour: { en: 'bad behaviour', 'hi-Latn': 'bura bartaav', hi: 'बुरा बर्ताव' },
  overcharged: { en: 'the bill or the amount', 'hi-Latn': 'bill ya rakam', hi: 'बिल या रकम' },
  charged_twice: { en: 'paid twice', 'hi-Latn': 'do baar paise kate', hi: 'दो बार पैसे कटे' },
  refund_late: { en: 'a refund that has not come', 'hi-Latn': 'refund nahi aaya', hi: 'रिफ़ंड नहीं आया' },
  invoice_missing: { en: 'a missing invoice', 'hi-Latn': 'bill nahi mila', hi: 'बिल नहीं मिला' },
  app_trouble: { en: 'trouble with the app', 'hi-Latn': 'app mein dikkat', hi: 'ऐप में दिक्कत' },
  remark: { en: 'something else, smaller', 'hi-Latn': 'koi chhoti baat', hi: 'कोई छोटी बात' },
  support: { en: 'our customer care', 'hi-Latn': 'hamara customer care', hi: 'हमारा कस्टमर केयर' },
});

export const wishNames = new Responses<ComplaintWish>({
  refund: { en: 'money back', 'hi-Latn': 'paise wapas', hi: 'पैसे वापस' },
  repeat_visit: { en: 'a repeat visit', 'hi-Latn': 'dobara visit', hi: 'दोबारा विज़िट' },
  credit: { en: 'credit', 'hi-Latn': 'credit', hi: 'क्रेडिट' },
  apology: { en: 'an apology', 'hi-Latn': 'maafi', hi: 'माफ़ी' },
  explanation: { en: 'an explanation', 'hi-Latn': 'wajah bataya jana', hi: 'वजह बताया जाना' },
});

/** `nobody came (no show, medium priority)`: the category only where it says more. */
export function matterNamed(matter: ComplaintMatter, reader: ResponseReader): string {
  const { category, severity } = matterRules[matter];
  const names = [categoryNames.write(category, reader), matterNames.write(matter, reader)];
  return `${[...new Set(names)].join(': ')}, ${severityNames.write(severity, reader)}`;
}
