// Turns margins into probabilities that mean what they say, fitted on margins from models that had not seen the text.

const NEWTON_STEPS = 12;
const DECAY = 1e-3;

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** The inverse of sigmoid. */
export const logit = (probability: number): number => Math.log(probability / (1 - probability));

export function softmax(scores: Float64Array, sharpness: number): Float64Array {
  const highest = scores.reduce((a, b) => Math.max(a, b));
  const powers = scores.map((score) => Math.exp(sharpness * (score - highest)));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** The factor on the margins for softmax (temperature scaling, Guo et al. 2017): the one with the least log loss. */
export function fitSharpness(margins: readonly Float64Array[], truth: readonly number[]): number {
  const loss = (sharpness: number) =>
    margins.reduce((sum, scores, row) => sum - Math.log(softmax(scores, sharpness)[truth[row]!]! + 1e-12), 0);
  let [low, high] = [0.1, 20];
  while (high / low > 1.05) {
    const [left, right] = [low * (high / low) ** (1 / 3), low * (high / low) ** (2 / 3)];
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Math.sqrt(low * high);
}

/** confidence = sigmoid(slope × margin - caution × margin of the out-of-scope label + offset) */
export interface SigmoidFit {
  slope: number;
  caution: number;
  offset: number;
}

export interface JudgedScore {
  margin: number;
  /** Margin of the out-of-scope label on the same text, 0 without one. */
  outside: number;
  right: boolean;
  /** How much it counts. */
  weight: number;
}

/** Logistic regression on the judgements (Platt 1999) by Newton's method; the decay keeps the system solvable. */
export function fitSigmoid(judgements: readonly JudgedScore[]): SigmoidFit {
  const fit: [number, number, number] = [3, 0, 0];
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = [0, 0, 0];
    const curvature = [DECAY, 0, 0, 0, DECAY, 0, 0, 0, DECAY];
    for (const { margin, outside, right, weight } of judgements) {
      const inputs = [margin, -outside, 1];
      const guess = sigmoid(fit[0] * margin - fit[1] * outside + fit[2]);
      const slant = weight * guess * (1 - guess);
      for (let i = 0; i < 3; i++) {
        gradient[i]! += weight * (guess - Number(right)) * inputs[i]!;
        for (let j = 0; j < 3; j++) curvature[3 * i + j]! += slant * inputs[i]! * inputs[j]!;
      }
    }
    solve(curvature, gradient).forEach((by, i) => (fit[i]! -= by));
  }
  const [slope, caution, offset] = fit;
  return { slope, caution, offset };
}

/** x of the 3 × 3 system m · x = v, by Cramer's rule. */
function solve(m: readonly number[], v: readonly number[]): number[] {
  const [a, b, c, d, e, f, g, h, i] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [x, y, z] = v as [number, number, number];
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    (x * (e * i - f * h) - b * (y * i - f * z) + c * (y * h - e * z)) / determinant,
    (a * (y * i - f * z) - x * (d * i - f * g) + c * (d * z - y * g)) / determinant,
    (a * (e * z - y * h) - b * (d * z - y * g) + x * (d * h - e * g)) / determinant,
  ];
}
