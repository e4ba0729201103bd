// A text as the words that it can be found by: without those that stand in any text, and without their endings.
import { foldSound, singularOf } from '../text/spelling.ts';
import { synonymsOf } from '../text/synonyms.ts';
import { tokeniseText } from '../text/text.ts';
import { isFunctionWord } from './function-words.ts';

export interface SearchTerm {
  /** The word without its ending. */
  stem: string;
  /** First words of the groups of synonyms that it is in. */
  groups: readonly string[];
  /** Where the word stands in the text, in characters; `end` is exclusive. */
  start: number;
  end: number;
}

const irregular: Readonly<Record<string, string>> = {
  paid: 'pay', broke: 'break', broken: 'break', stole: 'steal', stolen: 'steal', theft: 'steal', left: 'leave', kept: 'keep', held: 'hold',
  sold: 'sell', bought: 'buy', sent: 'send', lost: 'lose', hurt: 'injur', women: 'woman', men: 'man', ladies: 'woman', lady: 'woman',
  children: 'child', kids: 'child', cheaper: 'cheap', later: 'late', free: 'free', money: 'money',
}; // prettier-ignore

/** Endings with which a word is the same word, the longest first; of what is left at least three letters stay. */
const endings = /(?:ifications?|ifying|ified|ations?|ments?|ables?|ings?|ness|ions?|ed|er|ly|al|e)$/;

/** @param word in lower case. Cut alike, not well: `prices`, `priced` and `pricing` are one, and no English word. */
export function stemOf(word: string): string {
  const known = irregular[word];
  if (known) return known;
  const single = singularOf(word);
  const bare = single.replace(endings, '').replace(/y$/, 'i');
  const cut = bare.length >= 3 ? bare : single;
  return cut.replace(/([^aeiouls])\1$/, '$1').replace(/ll$/, 'l');
}

export function searchTerms(text: string): SearchTerm[] {
  return tokeniseText(text).flatMap(({ text: word, kind, start, end }): SearchTerm[] => {
    if (kind === 'mark' || (kind === 'word' && (word.length < 2 || isFunctionWord(word)))) return [];
    if (kind === 'number') return [{ stem: word, groups: [], start, end }];
    return [{ stem: stemOf(foldSound(word)), groups: synonymsOf(word), start, end }];
  });
}
