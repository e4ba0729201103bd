// Undoes what hides a word from the reader, on purpose or by a keyboard: look-alike letters of other scripts, invisible characters, accents,
// digits that stand for letters, letters set apart.

/** Cyrillic and Greek small letters that look like Latin ones; a closed list, after the Unicode confusables. */
const lookAlikes = new Map(
  Object.entries({
    а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', ё: 'e', ғ: 'f', һ: 'h', н: 'h', і: 'i', ї: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', п: 'n', о: 'o',
    р: 'p', ԛ: 'q', г: 'r', ѕ: 's', т: 't', у: 'y', ѵ: 'v', ԝ: 'w', х: 'x', з: '3',
    α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', ω: 'w', ı: 'i', ɡ: 'g', ɩ: 'i',
  }),
); // prettier-ignore
const lookLikeLetters: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const plainAscii = /^[\x20-\x7e\n\t]*$/;
const invisible = /[\p{Cf}\u{FE00}-\u{FE0F}\u{034F}\u{115F}\u{1160}\u{3164}]/gu;
const foreign = /[\u0370-\u03ff\u0400-\u052f\u0131\u0261\u0269]/gu;
const accents = /[\u0300-\u036f]/gu;
/** "f1re", "l3ak", "g@s"; a number beside a word ("3bhk", "ac2") keeps its digits. */
const insideWord = /(?<=\p{L})[013457@$!](?=\p{L})/gu;
/** "g a s", "f-i-r-e": three letters or more, one mark between any two of them. */
const setApart = /(?<![\p{L}\p{M}\p{N}])\p{L}(?:[ .*_-]\p{L}){2,}(?![\p{L}\p{M}\p{N}])/gu;

/** The text in small letters that mean what they look like. What is not Latin, Cyrillic or Greek stays as it is. */
export function plainLetters(text: string): string {
  let plain = text.toLowerCase();
  if (!plainAscii.test(plain)) {
    plain = text.normalize('NFKC').replace(invisible, '').toLowerCase();
    plain = plain.replace(foreign, (letter) => lookAlikes.get(letter) ?? letter);
    plain = plain.normalize('NFD').replace(accents, '').normalize('NFC');
  }
  return plain
    .replace(insideWord, (mark) => lookLikeLetters[mark]!)
    .replace(setApart, (letters) => letters.replace(/[ .*_-]/g, ''));
}
