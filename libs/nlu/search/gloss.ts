// A question in Hindi, in either script, in the English words by which a text in English is found. Word by word: it serves to search, never to be read.
import { readFileSync } from 'node:fs';
import { inLatin } from '../text/loanwords.ts';
import { foldSound } from '../text/spelling.ts';
import { isHindiFunctionWord } from './function-words.ts';

const english = new Map<string, string>();
for (const line of readFileSync(new URL('./glossary.tsv', import.meta.url), 'utf8').split('\n')) {
  const [word, meaning] = line.split('\t');
  if (word && meaning && !line.startsWith('#')) english.set(foldSound(word), meaning);
}

/** In Hindi alone: one of them tells that the words around are not English that looks alike ("do", "bar", "rang"). */
const hindiSigns = new Set(
  'hai hain ka ke ki ko se kya kab kaun kaise kitna kitne kitni agar toh nahi nahin mein mai aap aapka aapki aapke mera meri mere kar karna karne karo hota hoti raha gaya gayi lagega lagta milta milti milega dena wala wali kyu kyun kyon'
    .split(' ')
    .map(foldSound),
);

/** The text itself where it is not Hindi. */
export function glossOf(text: string): string {
  const latin = inLatin(text);
  const words = latin.match(/[\p{L}\p{M}]+|[^\p{L}\p{M}]+/gu) ?? [];
  const folded = words.map((word) => foldSound(word.toLowerCase()));
  const isHindi = latin !== text || folded.some((word) => hindiSigns.has(word));
  if (!isHindi) return text;
  const glossed = words.map(
    (word, at) => english.get(folded[at]!) ?? (isHindiFunctionWord(folded[at]!) ? '' : word),
  );
  return asAsked(glossed.join('').replace(/\s+/g, ' ').trim());
}

const asking =
  /\b(?:until when|when until|when|how long|how many days|how many|how much|how|who|where|why)\b/;

/** What is asked for stands first, as in an English question. */
function asAsked(words: string): string {
  const said = words
    .replace(/\bhow (?:many|much) time(?: until)?\b/, 'how long')
    .replace(/\bwhen until\b/, 'until when');
  const asked = asking.exec(said)?.[0];
  return asked ? `${asked} ${said.replace(asked, '').replace(/\s+/g, ' ').trim()}` : said;
}
