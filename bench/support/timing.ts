import { figure, type Figure } from './figure.js';

const rounds = 50;
const warmUp = 5;

/** How often {@link timesOf} does its work. */
export const timedRuns = rounds + warmUp;

/** Milliseconds of each of 50 runs, the shortest first, after five that are not measured: nothing is measured cold. */
export async function timesOf(work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < warmUp; round++) await work();
  for (let round = 0; round < rounds; round++) times.push(await milliseconds(work));
  return times.sort((one, other) => one - other);
}

export async function p95(work: () => Promise<unknown>): Promise<number> {
  return p95Of(await timesOf(work));
}

/** Median and p95 of {@link timesOf}. The machine of a benchmark is never idle for certain: the median suffers less from others than the p95 does. */
export async function timed(what: string, work: () => Promise<unknown>): Promise<Figure[]> {
  const times = await timesOf(work);
  return [figure(`${what}, median`, medianOf(times), 'ms'), figure(`${what}, p95`, p95Of(times), 'ms')];
}

export function p95Of(times: readonly number[]): number {
  return times[Math.floor(times.length * 0.95) - 1]!;
}

export function medianOf(times: readonly number[]): number {
  return times[Math.floor(times.length / 2)]!;
}

export async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
