// How sure it is that what was found answers the question: a probability, by logistic regression on the questions of tuning-questions.tsv
// (`npm run bench -- retrieval` fits it anew and says how well it parts those that the handbook answers from those that it does not).
import { asksForFigure, QuestionWords, sentenceScore, type FoundPassage, type PassageIndex } from '#libs/nlu';

/** All about 0 … 1. */
export interface GroundingSigns {
  /** What the closest sentence of the best passage, the passage, and the closest sentence of all mean, as cosines. */
  sentence: number;
  passage: number;
  closest: number;
  likeness: number;
  /** Full text, as a part of what a passage with all words would have. */
  words: number;
  /** Parts of the telling words of the question that the passage and the sentence have. */
  passageCoverage: number;
  sentenceCoverage: number;
  /** How far the best passage stands above the fourth. */
  lead: number;
  /** 1 where a figure is asked for and the sentence says none. */
  lacksFigure: number;
  /** Telling words of the question, of eight: a question of one word is about anything. */
  length: number;
}

export interface GroundingModel {
  bias: number;
  weights: GroundingSigns;
}

/** From here on it is said: of the tuning questions that the handbook does not answer, about one in ten passes. */
export const groundedEnough = 0.55;

const withEncoder: GroundingModel = {
  bias: -8.24,
  weights: {
    sentence: 3.23,
    passage: 3.03,
    closest: 4.45,
    likeness: 4.27,
    words: 1.47,
    passageCoverage: 1.14,
    sentenceCoverage: 1.36,
    lead: 1.96,
    lacksFigure: -0.28,
    length: 3.5,
  },
};
const byWords: GroundingModel = {
  bias: -5,
  weights: {
    sentence: 0,
    passage: 0,
    closest: 0,
    likeness: 5.48,
    words: 2.35,
    passageCoverage: 0.38,
    sentenceCoverage: 1.43,
    lead: 3.29,
    lacksFigure: 0,
    length: 5.52,
  },
};

const passagesLookedAt = 5;
const leadOver = 3;
const longQuestion = 8;

/** @param question in the language of the passages. @param texts of `found`, with their headings */
export function groundingSigns(
  question: string,
  found: readonly FoundPassage[],
  texts: readonly string[],
  { words }: Pick<PassageIndex, 'words'>,
): GroundingSigns | null {
  const [top] = found;
  if (!top) return null;
  const asked = new QuestionWords(question, words);
  const best = top.sentences.toSorted((a, b) => sentenceScore(b) - sentenceScore(a))[0];
  const meanings = found.slice(0, passagesLookedAt).flatMap(({ sentences }) => sentences.map((each) => each.meaning)); // prettier-ignore
  return {
    sentence: best?.meaning ?? 0,
    passage: top.meaning,
    closest: meanings.reduce((most, each) => Math.max(most, each), 0),
    likeness: top.likeness,
    words: top.words,
    passageCoverage: asked.coveredBy(texts[0] ?? ''),
    sentenceCoverage: best?.coverage ?? 0,
    lead: top.score - (found[leadOver]?.score ?? 0),
    lacksFigure: Number(asksForFigure(question) && !best?.hasFigure),
    length: Math.min(asked.size, longQuestion) / longQuestion,
  };
}

/** 0 … 1. */
export function groundingOf(signs: GroundingSigns): number {
  const { bias, weights } = signs.passage > 0 ? withEncoder : byWords;
  const names = Object.keys(weights) as (keyof GroundingSigns)[];
  const sum = names.reduce((total, name) => total + weights[name] * signs[name], bias);
  return 1 / (1 + Math.exp(-sum));
}
