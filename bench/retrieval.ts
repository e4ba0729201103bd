// How well the knowledge base finds and answers: the questions of tuning-questions.tsv and of retrieval.spec.ts over the handbook of the demo
// data, 10,000 pieces for the time that they take, and, where RAG_CORPUS names it, the 239 dialogues of MT-RAG "UN" (answerable or not).
//
//   npm run bench -- retrieval [PART]...    handbook (with the sentence encoder), words (without), speed, dialogues
//   RAG_CORPUS=/path/mtrag-un-dev.jsonl npm run bench -- retrieval
import { existsSync, readFileSync } from 'node:fs';
import { glossOf, HashedEmbedder, openEncoder, WordIndex, type SentenceEncoder } from '#libs/nlu';
import { figure, share, timed, type Figure } from './nlu/figures.js';
import { areaUnderCurve, foldedGroundings, nearestRank } from './retrieval/grounding-fit.js';
import {
  handbookPieces,
  handbookQuestions,
  tuningQuestions,
  type BenchQuestion,
} from './retrieval/handbook.js';
import { dialogues } from './retrieval/mtrag.js';
import { BenchLibrary, type BenchPiece } from './retrieval/library.js';

const piecesForSpeed = 10_000;

const parts = ['handbook', 'words', 'speed', 'dialogues'] as const;

/** @param asked some of {@link parts}; all without any */
export async function run(asked: string[]): Promise<void> {
  const encoder = openEncoder('auto');
  const does = (part: (typeof parts)[number]): boolean => asked.length === 0 || asked.includes(part);
  const figures: Figure[] = [];
  if (does('handbook')) figures.push(...(await overHandbook(encoder)));
  if (does('words')) figures.push(...(await overHandbook(null)));
  if (does('speed')) figures.push(...speed());
  const corpus = process.env.RAG_CORPUS;
  if (does('dialogues') && corpus && existsSync(corpus))
    figures.push(...(await overDialogues(readFileSync(corpus, 'utf8'), encoder)));
  console.table(figures);
  console.log(JSON.stringify(figures));
  if ('close' in encoder) await (encoder as { close(): Promise<void> }).close();
}

async function overHandbook(encoder: SentenceEncoder | null): Promise<Figure[]> {
  if (encoder?.missing) return [];
  const pieces = handbookPieces();
  const library = await BenchLibrary.of(pieces, encoder);
  const plain = new WordIndex(pieces.map(({ heading, text }) => `${heading}\n${text}`));
  const how = encoder ? 'with the encoder' : 'by words alone';
  const known = tuningQuestions().filter(({ page }) => page !== null);
  const isRight = ({ page, phrase }: BenchQuestion, at: number): boolean =>
    pieces[at]!.page === page && (phrase === null || pieces[at]!.text.includes(phrase));
  const places: number[] = [];
  const byWords: number[] = [];
  for (const question of known) {
    const ranked = await library.rank(question.text);
    places.push(ranked.findIndex((at) => isRight(question, at)));
    byWords.push(nearestRank(plain.scores(question.text)).findIndex((at) => isRight(question, at)));
  }
  const pages: number[] = [];
  for (const question of handbookQuestions()) {
    const found = (await library.rank(question.text)).map((at) => pieces[at]!.page);
    pages.push([...new Set(found)].indexOf(question.page!));
  }
  const all = tuningQuestions();
  const groundings = await foldedGroundings(library, all.map(({ text }) => text), all.map(({ page }) => page !== null)); // prettier-ignore
  const within = (ranks: readonly number[], first: number) =>
    share(ranks, (rank) => rank >= 0 && rank < first);
  const gain = (ranks: readonly number[]) =>
    ranks.reduce((sum, rank) => sum + (rank >= 0 && rank < 10 ? 1 / Math.log2(rank + 2) : 0), 0) /
    ranks.length;
  return [
    figure(`handbook, ${known.length} tuning questions, nDCG@10, BM25 (× 100)`, 100 * gain(byWords), '', '-'),
    figure(`… ${how} (× 100)`, 100 * gain(places), '', 'BM25 + 10 %'),
    figure(`… right passage first, ${how}`, within(places, 1), '%', '-'),
    figure(`… among the first three, ${how}`, within(places, 3), '%', '-'),
    figure(`handbook, 22 questions of others, right page first, ${how}`, within(pages, 1), '%', '-'),
    figure(`… among the first three pages, ${how}`, within(pages, 3), '%', '90'),
    figure(`grounding, ${all.length} questions, AUC in ten folds, ${how}`, 100 * groundings.area, '%', '85'),
    figure(`… answered where one in ten of the silent passes, ${how}`, groundings.answered, '%', '90'),
  ];
}

async function overDialogues(corpus: string, encoder: SentenceEncoder): Promise<Figure[]> {
  const { pieces, questions } = dialogues(corpus);
  const library = await BenchLibrary.of(pieces, encoder.missing ? null : encoder);
  const plain = new WordIndex(pieces.map(({ heading, text }) => `${heading}\n${text}`));
  const read: { answerable: boolean | null; grounding: number; words: number; found: boolean | null; foundByWords: boolean | null }[] = []; // prettier-ignore
  for (const { text, relevant, answerable } of questions) {
    const ranked = (await library.rank(text)).slice(0, 5);
    const scores = plain.scores(text);
    const has = (places: readonly number[]) =>
      relevant.size > 0 ? places.some((at) => relevant.has(pieces[at]!.page)) : null;
    read.push({
      answerable,
      grounding: await library.grounding(text),
      words: scores.reduce((most, score) => Math.max(most, score), 0),
      found: has(ranked),
      foundByWords: has(nearestRank(scores).slice(0, 5)),
    });
  }
  const judged = read.filter(({ answerable }) => answerable !== null);
  const area = (score: 'grounding' | 'words') =>
    100 * areaUnderCurve(judged.map((each) => each[score]), judged.map((each) => each.answerable === true)); // prettier-ignore
  const withPassage = read.filter(({ found }) => found !== null);
  return [
    figure(`mtrag: a right passage among the first five of ${pieces.length}`, share(withPassage, ({ found }) => found === true), '%', '-'), // prettier-ignore
    figure(
      'mtrag: …, BM25',
      share(withPassage, ({ foundByWords }) => foundByWords === true),
      '%',
      '-',
    ),
    figure('mtrag: answerable from unanswerable and underspecified, AUC of the grounding', area('grounding'), '%', '85'), // prettier-ignore
    figure('mtrag: …, AUC of the best BM25 score', area('words'), '%', '-'),
  ];
}

/** Vectors of chance: what is found is nonsense, what it costs is not. */
function speed(): Figure[] {
  const texts = handbookPieces();
  const pieces = Array.from({ length: piecesForSpeed }, (_, at): BenchPiece => texts[at % texts.length]!);
  const embedder = HashedEmbedder.fit(texts.map(({ text }) => text));
  const library = BenchLibrary.ofChance(pieces, embedder);
  const questions = tuningQuestions().slice(0, 60).map(({ text }) => glossOf(text)); // prettier-ignore
  questions.forEach((question) => library.rankByChance(question));
  const times = questions
    .map((question) => timed(() => library.rankByChance(question))[1])
    .sort((a, b) => a - b);
  return [
    figure(`exact search in ${piecesForSpeed} pieces, p50`, times[times.length >> 1]!, 'ms', '-'),
    figure('… p95', times[Math.floor(times.length * 0.95)]!, 'ms', '-'),
  ];
}
