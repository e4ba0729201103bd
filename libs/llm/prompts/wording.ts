import type { ReplyLanguage } from '#libs/format';
import type { FilledPrompt } from './prompt.js';
import { Prompt } from './prompt-file.js';

const prompt = Prompt.read(new URL('./wording.v1.prompt.md', import.meta.url));

const languageNames: Readonly<Record<ReplyLanguage, string>> = {
  en: 'English',
  hi: 'Hindi, in Devanagari',
  'hi-Latn': 'Hindi in Latin letters, as people in India type it in a chat',
};

/** What a model is told that is to put facts into words, where nobody has a prompt of their own for it. */
export function wordingPrompt(language: ReplyLanguage): FilledPrompt {
  return prompt.filledWith({ language: languageNames[language] });
}
