/** One line of the table that a benchmark prints. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
}

export function figure(what: string, value: number, unit: string): Figure {
  return { what, value: Number(value.toPrecision(3)), unit };
}
