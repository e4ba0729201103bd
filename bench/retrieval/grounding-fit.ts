// Fits the weights of src/knowledge/answers/grounding.ts, and says how well they part what they have not seen.
import type { GroundingModel, GroundingSigns } from '../../src/knowledge/answers/grounding.js';
import type { BenchLibrary } from './library.js';

const folds = 10;
const steps = 3_000;
/** Keeps weights small that few questions speak for. */
const decay = 5;
const passing = 0.1;

export interface FoldedGroundings {
  /** 0 … 1. */
  area: number;
  /** Per cent of those that have an answer, where one in ten of the others passes. */
  answered: number;
}

/** Each question by weights that were fitted on nine tenths of the others. Prints those that were fitted on all. */
export async function foldedGroundings(
  library: BenchLibrary,
  questions: readonly string[],
  answerable: readonly boolean[],
): Promise<FoldedGroundings> {
  const signs: GroundingSigns[] = [];
  for (const question of questions) signs.push((await library.signs(question))!);
  const scores = questions.map((_, at) => {
    const rest = [...questions.keys()].filter((other) => other % folds !== at % folds);
    return { at, rest };
  });
  const models = Array.from({ length: folds }, (_, fold) => {
    const { rest } = scores.find(({ at }) => at % folds === fold)!;
    return fitted(rest.map((at) => signs[at]!), rest.map((at) => answerable[at]!)); // prettier-ignore
  });
  const judged = signs.map((each, at) => scored(models[at % folds]!, each));
  console.log('weights fitted on all:', JSON.stringify(fitted(signs, answerable)));
  const silent = judged.filter((_, at) => !answerable[at]).sort((a, b) => b - a);
  const bar = silent[Math.floor(silent.length * passing)]!;
  const known = judged.filter((_, at) => answerable[at]);
  return {
    area: areaUnderCurve(judged, answerable),
    answered: (100 * known.filter((score) => score > bar).length) / known.length,
  };
}

/** That of one that is answerable and one that is not, drawn by chance, the first scores higher. */
export function areaUnderCurve(scores: readonly number[], isPositive: readonly boolean[]): number {
  const [positive, negative] = [true, false].map((side) => scores.filter((_, at) => isPositive[at] === side));
  let sum = 0;
  for (const one of positive!)
    for (const other of negative!) sum += one > other ? 1 : one === other ? 0.5 : 0;
  return sum / (positive!.length * negative!.length);
}

/** Positions, the highest score first. */
export function nearestRank(scores: Float32Array): number[] {
  return [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
}

function scored({ bias, weights }: GroundingModel, signs: GroundingSigns): number {
  const names = Object.keys(weights) as (keyof GroundingSigns)[];
  return names.reduce((sum, name) => sum + weights[name] * signs[name], bias);
}

/** Logistic regression by gradient descent on signs that are brought to one measure. */
function fitted(signs: readonly GroundingSigns[], truth: readonly boolean[]): GroundingModel {
  const names = Object.keys(signs[0]!) as (keyof GroundingSigns)[];
  const mean = names.map((name) => signs.reduce((sum, each) => sum + each[name], 0) / signs.length);
  const spread = names.map((name, at) => Math.sqrt(signs.reduce((sum, each) => sum + (each[name] - mean[at]!) ** 2, 0) / signs.length) || 1); // prettier-ignore
  const rows = signs.map((each) => [1, ...names.map((name, at) => (each[name] - mean[at]!) / spread[at]!)]);
  const weights = Array.from({ length: names.length + 1 }, () => 0);
  for (let step = 0; step < steps; step++) {
    const slope = weights.map((weight, at) => (at === 0 ? 0 : decay * weight));
    rows.forEach((row, each) => {
      const guess = 1 / (1 + Math.exp(-row.reduce((sum, value, at) => sum + value * weights[at]!, 0)));
      row.forEach((value, at) => (slope[at]! += (guess - Number(truth[each])) * value));
    });
    slope.forEach((by, at) => (weights[at]! -= (2 * by) / rows.length));
  }
  const plain = names.map((_, at) => weights[at + 1]! / spread[at]!);
  return {
    bias: weights[0]! - plain.reduce((sum, weight, at) => sum + weight * mean[at]!, 0),
    weights: Object.fromEntries(names.map((name, at) => [name, Number(plain[at]!.toFixed(2))])) as unknown as GroundingSigns, // prettier-ignore
  };
}
