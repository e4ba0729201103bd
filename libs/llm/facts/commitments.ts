// Words by which a company binds itself, by what they bind it to. What an answer promises has to be promised by a fact: they refuse an answer,
// and never understand one.
import { foldSound } from '#libs/nlu';

/** Beginnings of words, as tokens spell them: lower case, Hindi in Latin letters. */
const families: Readonly<Record<string, string>> = {
  refund: 'refund rifand riphand reimburs moneyback vaapas wapas vapas waapas lautaa lauta',
  free: 'free muft mufat nihshulk nishulk complimentary gratis chargeless',
  discount: 'discount diskaunt chhut chhoot cashback kaishbaik coupon voucher rebate',
  guarantee:
    'guarant gaaranti garanti warrant waaranti vaaranti promis assur vaada vada wada pakk definite certainly',
  compensation: 'compensat muaavja muavza muaavza harjaana harjana indemni goodwill',
  waiver: 'waiv maaf maf exempt',
  booking: 'booked confirm kanpharm reserved scheduled',
  cancellation: 'cancelled canceled kainsal radd',
  approval: 'approv manjoor manjur manzoor sanction',
  replacement: 'replac badalkar',
};

const heads: readonly [head: string, family: string][] = Object.entries(families).flatMap(([family, words]) =>
  words.split(' ').map((word): [string, string] => [word, family]),
);
const negations = new Set(
  'not no never without non cannot cant wont dont doesnt isnt arent wasnt neither nor unless except nahi nahin nahee mat bina binaa na naa'
    .split(' ')
    .map(foldSound),
);

/** What the word binds to, if it does. */
export function commitmentOf(word: string): string | undefined {
  return heads.find(([head]) => word.startsWith(head))?.[1];
}

export function isNegation(word: string): boolean {
  return negations.has(foldSound(word));
}
