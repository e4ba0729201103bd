// Devanagari to the Latin spelling that people type ("कल सुबह" -> "kal subah"), so that both reach the same rules.
// A reading aid, not a scholarly scheme: long i and u are written short, nasal marks become n or m.

const CONSONANTS: Record<string, string> = {
  क: 'k', ख: 'kh', ग: 'g', घ: 'gh', ङ: 'n', च: 'ch', छ: 'chh', ज: 'j', झ: 'jh', ञ: 'n', ट: 't', ठ: 'th', ड: 'd', ढ: 'dh',
  ण: 'n', त: 't', थ: 'th', द: 'd', ध: 'dh', न: 'n', प: 'p', फ: 'f', ब: 'b', भ: 'bh', म: 'm', य: 'y', र: 'r', ल: 'l', ळ: 'l',
  व: 'v', श: 'sh', ष: 'sh', स: 's', ह: 'h',
}; // prettier-ignore
const VOWELS: Record<string, string> = {
  अ: 'a', आ: 'aa', इ: 'i', ई: 'i', उ: 'u', ऊ: 'u', ऋ: 'ri', ए: 'e', ऐ: 'ai', ऑ: 'o', ओ: 'o', औ: 'au', ऍ: 'e',
}; // prettier-ignore
const VOWEL_SIGNS: Record<string, string> = {
  'ा': 'aa', 'ि': 'i', 'ी': 'i', 'ु': 'u', 'ू': 'u', 'ृ': 'ri', 'े': 'e', 'ै': 'ai', 'ॉ': 'o', 'ो': 'o', 'ौ': 'au', 'ॅ': 'e',
}; // prettier-ignore
const VIRAMA = '्';
const NASALS = new Set(['ं', 'ँ']);
const NUKTA = '़';

/** Replaces the Devanagari runs of a text; everything else is left as it is. */
export function transliterateDevanagari(text: string): string {
  if (!/[\u0900-\u097f]/.test(text)) return text;
  return text.replace(/[\u0900-\u0963\u0971-\u097f\u200c\u200d]+/g, transliterateWord);
}

interface Syllable {
  onset: string;
  vowel: string; // '' when the vowel is killed
  inherent: boolean; // the unwritten a, which speech drops in places
  coda: string;
}

function transliterateWord(word: string): string {
  const syllables = dropSilentVowels(split(word));
  return syllables.map(({ onset, vowel, coda }) => onset + vowel + coda).join('');
}

function split(word: string): Syllable[] {
  const syllables: Syllable[] = [];
  // NFD writes the nukta letters (ज़, ड़) as a plain letter and a mark; the mark is dropped.
  for (const char of word.normalize('NFD')) {
    const last = syllables.at(-1);
    if (CONSONANTS[char]) syllables.push({ onset: CONSONANTS[char], vowel: 'a', inherent: true, coda: '' });
    else if (VOWELS[char]) syllables.push({ onset: '', vowel: VOWELS[char], inherent: false, coda: '' });
    else if (!last || char === NUKTA) continue;
    else if (VOWEL_SIGNS[char]) Object.assign(last, { vowel: VOWEL_SIGNS[char], inherent: false });
    else if (char === VIRAMA) Object.assign(last, { vowel: '', inherent: false });
    else if (NASALS.has(char)) last.coda = 'n';
    else if (char === 'ः') last.coda = 'h';
  }
  return syllables.map((syllable, i) => {
    const next = syllables[i + 1]?.onset[0] ?? '';
    return syllable.coda === 'n' && 'pbm'.includes(next) && next ? { ...syllable, coda: 'm' } : syllable;
  });
}

/** The unwritten a is silent at the end of a word and between VC_CV, decided from right to left (रविवार -> ravivaar). */
function dropSilentVowels(syllables: Syllable[]): Syllable[] {
  for (let i = syllables.length - 1; i > 0; i--) {
    const here = syllables[i]!;
    if (!here.inherent || here.coda || !here.onset) continue;
    const before = syllables[i - 1]!;
    const after = syllables[i + 1];
    const openBefore = before.vowel !== '' && before.coda === '';
    if (!after || (openBefore && after.onset !== '' && after.vowel !== '')) here.vowel = '';
  }
  return syllables;
}
