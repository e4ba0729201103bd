// What customers say, sorted by what they want: the texts that the chat's intent recogniser learns from.
// The files stand beside this one: a new intent is a new file, and its name is the intent's name.
import { readdirSync, readFileSync } from 'node:fs';
import type { IntentCorpus } from '#libs/nlu';

const INTENTS = new URL('./intents/', import.meta.url);
const OUT_OF_SCOPE = new URL('./out-of-scope.txt', import.meta.url);

/** An intent heard less clearly than this was not heard: better to ask again than to drop or confirm something by mistake. */
export const clearEnough = 0.5;
/** More slips would teach slips instead of words: a fifth of the words costs three points on lines without any. */
export const intentLearning = { threshold: clearEnough, slips: 0.15 };

/** Every labelled utterance, intents in alphabetical order, and utterances that are none of our business. */
export function loadIntentCorpus(): Required<IntentCorpus> {
  const files = readdirSync(INTENTS).filter((file) => file.endsWith('.txt'));
  const examples = files.sort().flatMap((file) => {
    const label = file.slice(0, -'.txt'.length);
    return linesOf(new URL(file, INTENTS)).map((text) => ({ text, label }));
  });
  return { examples, outOfScope: linesOf(OUT_OF_SCOPE) };
}

/** What each intent covers, and where its neighbours begin: the comment that its file opens with. */
export function loadIntentMeanings(): Map<string, string> {
  const files = readdirSync(INTENTS).filter((file) => file.endsWith('.txt'));
  return new Map(
    files.sort().map((file) => {
      const [opening = ''] = readFileSync(new URL(file, INTENTS), 'utf8').split(/\r?\n/, 1);
      return [file.slice(0, -'.txt'.length), opening.replace(/^#\s*/, '')];
    }),
  );
}

/** The lines of a UTF-8 corpus file, without blank lines and comments (lines that begin with #). */
export function linesOf(file: URL): string[] {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}
