/** One line of the table that a benchmark prints. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
}
