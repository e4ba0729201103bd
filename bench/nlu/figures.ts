// What the parts of the benchmark of the language engine print, and how it is counted.

export interface Figure {
  what: string;
  value: number;
  unit: string;
  bar: string;
}

export function figure(what: string, value: number, unit: string, bar: string): Figure {
  return { what, value: Math.round(value * 100) / 100, unit, bar };
}

/** Per cent. */
export function share<T>(all: readonly T[], is: (each: T) => boolean): number {
  return (100 * all.filter(is).length) / all.length;
}

/** Milliseconds beside the result. */
export function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  return [work(), performance.now() - start];
}
