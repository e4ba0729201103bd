// Messages that nothing is learned from: by them models are measured and compared. Two files, the second in another voice.
import { linesOf } from './corpus.js';

export interface HeldOutLine {
  text: string;
  /** Empty: none of our business. */
  intents: string[];
  /** What is done with what ("change booking"); only the situations have it. */
  situation: string;
}

export function loadHeldOut(file: 'heldout.tsv' | 'heldout-situations.tsv'): HeldOutLine[] {
  return linesOf(new URL(`./${file}`, import.meta.url)).map((line) => {
    const [text = '', intents = '', act = '', topic = ''] = line.split('\t');
    return { text, intents: intents === 'none' ? [] : intents.split(','), situation: `${act} ${topic}` };
  });
}
