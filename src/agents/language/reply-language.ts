// The language and script that a message is written in, in which it is answered. Told by script, and in Latin letters by the little words
// that every sentence of a language needs: nouns cross between English and Hindi ("AC repair karwana hai"), these do not.
import type { ReplyLanguage } from '#libs/format';

/** Forms that are words of the other language too (`to`, `me`, `the`, `is`, `main`, `hi`, `do`, `par`, `use`, `ya`) tell nothing, and are left out. */
const hindiWords = wordsOf(`
  hai hain hu hoon hun tha thi thay hoga hogi honge ho hua hui hue raha rahi rahe gaya gayi gaye nahi nahin nhi nai mat na haan han haanji haa ji
  ka ki ke ko se mein mai pe tak aur lekin magar kyunki kyuki agar toh bhi sirf bas abhi ab phir fir jab tab kab kahan kaha kya kyu kyun kyon kaise kaisa kaisi
  kaun kon kaunsa kitna kitne kitni koi kuch kuchh sab mera meri mere mujhe mujhko hum humein hame hamare hamara hamari aap aapka aapki aapke aapko tum tumhara
  apna apni apne wo woh yeh ye iska iski uska uski unka unko isko usko inko chahiye chahie chahiya karna karo kar kardo karwana karvana karwao karao karana krna
  kro kr krdo krwana dena dedo do-na lena lelo batao bataiye bataye bolo boliye sakta sakti sakte sakoge paega payega jaldi thoda thodi zyada jyada accha acha
  theek thik sahi galat kal parso parson aaj subah dopahar sham shaam raat baje ghante ghanta din hafte hafta mahine wala wali wale bhai bhaiya didi kripya
  zaroor zarur shukriya dhanyavad dhanyawad namaste namaskar paisa paise rupaye rupay ghar pani bijli kharab band chalu aana aao aaiye aaye aayega aayegi ayega
  bhejo bhej bhejna bhejiye bulao bulana rakho rakhna hatao hata badal badlo badalna badlna waapas wapas dobara doosra dusra dusri pehle pehla baad milega milegi
`);
const englishWords = wordsOf(`
  the a an is are am was were be been being have has had having does did doing will would shall should can could may might must i you he she it we they me my
  mine your yours his her our their this that these those what which who whom when where why how not no yes and or but if because so than then there here in on at
  to from for of with without by about after before into over under again once please want need like get got book cancel change tell know come send make take give
  tomorrow today yesterday morning afternoon evening night week month day time o'clock thanks thank hello hey sure okay fine good great sorry instead just only also
  too very much many some any all both each more most other same now later already still yet i'm i'd i've it's that's don't isn't can't won't didn't doesn't
`);
const word = /[\p{L}\p{M}]+(?:['’-]\p{L}+)*/gu;

/** Null where nothing tells: a number, a name, "AC repair". */
export function replyLanguageOf(text: string): ReplyLanguage | null {
  const words = text.toLowerCase().replaceAll('’', "'").match(word) ?? [];
  const devanagari = words.filter((each) => /\p{Script=Devanagari}/u.test(each)).length;
  if (devanagari > 0 && devanagari * 3 >= words.length) return 'hi';
  const hindi = words.filter((each) => hindiWords.has(each)).length;
  const english = words.filter((each) => englishWords.has(each)).length;
  if (hindi === 0 && english === 0) return null;
  return hindi >= english ? 'hi-Latn' : 'en';
}

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
