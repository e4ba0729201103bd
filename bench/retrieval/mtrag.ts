// Dialogues of several turns with the passages that answer the last one, or none: the form of MT-RAG "UN" (IBM), one JSON document a line.
import { z } from 'zod';
import { glossOf, searchTerms } from '#libs/nlu';
import type { BenchPiece } from './library.js';

const line = z.object({
  turns: z.array(z.object({ speaker: z.string(), text: z.string() })),
  contexts: z.array(z.object({ id: z.string(), text: z.string() })),
  answerability: z.array(z.string()),
});

export interface BenchDialogue {
  /** The last question; a short one with the one before it, as the program reads them. */
  text: string;
  /** Pages of the pieces that answer. */
  relevant: ReadonlySet<string>;
  /** Null where a part of an answer is there. */
  answerable: boolean | null;
}

const mostCharacters = 1_500;
const fewWords = 3;

export function dialogues(file: string): { pieces: BenchPiece[]; questions: BenchDialogue[] } {
  const pieces = new Map<string, BenchPiece>();
  const questions = file
    .trim()
    .split('\n')
    .map((each): BenchDialogue => {
      const { turns, contexts, answerability } = line.parse(JSON.parse(each));
      for (const { id, text } of contexts) {
        const [heading = '', ...rest] = text.trim().slice(0, mostCharacters).split('\n');
        const body = rest.join('\n').trim();
        pieces.set(id, { page: id, heading: heading.slice(0, 80), text: body || heading });
      }
      const asked = turns.filter(({ speaker }) => speaker === 'user').map(({ text }) => text);
      const last = asked.at(-1)!;
      const isShort = searchTerms(glossOf(last)).length <= fewWords;
      return {
        text: isShort ? `${asked.at(-2) ?? ''} ${last}`.trim() : last,
        relevant: new Set(contexts.map(({ id }) => id)),
        answerable: answerability.includes('PARTIAL') ? null : answerability.includes('ANSWERABLE'),
      };
    });
  return { pieces: [...pieces.values()], questions };
}
