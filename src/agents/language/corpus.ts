// What customers say, sorted by what they want: the texts that the chat's intent recogniser learns from.
// The files stand beside this one: a new intent is a new file, and its name is the intent's name. An intent that is told apart further by the
// agent that answers it is a folder: its files are the kinds, and all of them together are the intent.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { IntentCorpus, LabelledExample } from '#libs/nlu';

const INTENTS = new URL('./intents/', import.meta.url);
const OUT_OF_SCOPE = new URL('./out-of-scope.txt', import.meta.url);

/** An intent heard less clearly than this was not heard: better to ask again than to drop or confirm something by mistake. */
export const clearEnough = 0.5;
/** More slips would teach slips instead of words: a fifth of the words costs three points on lines without any. */
export const intentLearning = { threshold: clearEnough, slips: 0.15 };

/** Every labelled utterance, intents in alphabetical order, and utterances that are none of our business. */
export function loadIntentCorpus(): Required<IntentCorpus> {
  const examples = intentFiles().flatMap(({ label, files }) =>
    files.flatMap((file) => linesOf(file)).map((text) => ({ text, label })),
  );
  return { examples, outOfScope: linesOf(OUT_OF_SCOPE) };
}

/** What each intent covers, and where its neighbours begin: the comments that its files open with. */
export function loadIntentMeanings(): Map<string, string> {
  return new Map(
    intentFiles().map(({ label, files }) => [label, files.map((file) => openingOf(file)).join(' ')]),
  );
}

/** Every line of a folder of corpus files, labelled with the name of its file, in alphabetical order. */
export function labelledLinesIn(folder: URL): LabelledExample[] {
  return corpusFilesIn(folder).flatMap((file) =>
    linesOf(file).map((text) => ({ text, label: basename(file.pathname, '.txt') })),
  );
}

/** The kinds of an intent that is told apart further. */
export function loadIntentKinds(intent: string): LabelledExample[] {
  return labelledLinesIn(new URL(`${intent}/`, INTENTS));
}

function intentFiles(): { label: string; files: URL[] }[] {
  const entries = readdirSync(INTENTS, { withFileTypes: true });
  return entries
    .map((entry) => ({
      label: basename(entry.name, '.txt'),
      files: entry.isDirectory()
        ? corpusFilesIn(new URL(`${entry.name}/`, INTENTS))
        : [new URL(entry.name, INTENTS)],
    }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

function corpusFilesIn(folder: URL): URL[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => new URL(name, folder));
}

function openingOf(file: URL): string {
  const [opening = ''] = readFileSync(file, 'utf8').split(/\r?\n/, 1);
  return opening.replace(/^#\s*/, '');
}

/** The lines of a UTF-8 corpus file, without blank lines and comments (lines that begin with #). */
export function linesOf(file: URL): string[] {
  const lines = readFileSync(file, 'utf8').split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}
