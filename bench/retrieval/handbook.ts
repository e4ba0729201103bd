// The handbook of the demo data in pieces, and the questions that are asked of it.
import { readFileSync } from 'node:fs';
import { demoHandbook } from '../../src/demo/content.js';
import { chunksOf } from '../../src/knowledge/chunks.js';
import type { BenchPiece } from './library.js';

export interface BenchQuestion {
  text: string;
  /** Null where the handbook is silent. */
  page: string | null;
  /** Of the passage that answers; null where any of the page will do. */
  phrase: string | null;
}

export function handbookPieces(): BenchPiece[] {
  return demoHandbook.flatMap(({ slug, title, body }) =>
    chunksOf(title, body).map(({ heading, text }) => ({ page: slug, heading, text })),
  );
}

export function tuningQuestions(): BenchQuestion[] {
  return linesOf('../../src/knowledge/answers/tuning-questions.tsv').map((line) => {
    const [, text = '', page = '', phrase = ''] = line.split('\t');
    return { text, page: page === '-' ? null : page, phrase: phrase || null };
  });
}

/** Those of retrieval.spec.ts: nothing is tuned on them. */
export function handbookQuestions(): BenchQuestion[] {
  return linesOf('../../src/knowledge/heldout-questions.tsv').map((line) => {
    const [text = '', page = ''] = line.split('\t');
    return { text, page, phrase: null };
  });
}

function linesOf(file: string): string[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}
