// Words that stand in any question and say nothing of what it is about: English, and Hindi in Latin letters.
import { foldSound } from '../text/spelling.ts';

const english = `
a an the this that these those it its itself he him his she her hers they them their theirs we us our ours i me my mine myself you your
yours yourself u ur who whom whose which what when where why how there here one ones some any each every both either neither another such
no not nor only just also too very so than then as at by for from in into of off on onto out over to under up with within without about
after before since until till during between and or but if because though while whether is are was were be been being am do does did done
doing have has had having will would shall should can could may might must let lets get gets got getting want wants wanted need needs
please pls plz kindly thanks thank hi hello hey ok okay yes yeah yep now then again else ever still yet really actually suppose say says
said tell know im ive id ill dont doesnt didnt isnt arent wont cant couldnt youre theyre whats thats theres like make makes made come comes
go goes going thing things something anything nothing someone somebody anyone anybody much many more most lot there's rule rules policy
policies regarding concerning case
`;
const hindi = `
ka ke ki ko se me mein mei main mai par pe pr tak aur ya lekin magar toh to bhi hi na nahi nahin nhi mat jo woh wo vo yeh ye is us isko usko
iska uska iske uske iski uski inko unko mera meri mere mujhe mujhko hum ham humara humari humare hamara hamari hamare apna apni apne aap aapka
aapki aapke aapko tum tumhara kya kab kaun kon kahan kaha kaise kese kitna kitne kitni kyon kyun kyu hai hain h he ho hoon hun hu tha thi the
hoga hogi honge hua hui hue kar karo karna karne karke karein kare karte karta karti kardo kijiye karu karun karun kiya do de dena dete deta
dijiye dedo diya dene le lo lena lijiye lete leta raha rahi rahe gaya gayi gaye jaye jaaye jao jana jata jati jate jaega jayega aa aao aana
aata aati aate aane aaya aaye aayega ek sab sabhi sara koi kuch phir fir abhi bas wala wali wale chahiye chahie sakta sakti sakte saku
batao bataiye agar ji yahan wahan yaha waha iss uss kisi niyam
`;

const read = (words: string): Set<string> => new Set(words.trim().split(/\s+/).map(foldSound));
const englishWords = read(english);
const hindiWords = read(hindi);

/** @param word in lower case */
export function isFunctionWord(word: string): boolean {
  const sound = foldSound(word);
  return englishWords.has(sound) || hindiWords.has(sound);
}

/** In a text that is Hindi: there "to", "do" and "par" are not what they are in English. @param word in lower case */
export function isHindiFunctionWord(word: string): boolean {
  return hindiWords.has(foldSound(word));
}
