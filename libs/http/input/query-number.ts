import { z } from 'zod';

const decimal = /^-?\d+(?:\.\d+)?$/;

/** A number in a query string: in decimal digits, and not in what else JavaScript makes a number of (`0x10`, `1e1`, ` 7`, nothing at all). */
export function queryNumber<Schema extends z.ZodNumber>(schema: Schema) {
  return z.preprocess(
    (text) => (typeof text === 'string' && decimal.test(text) ? Number(text) : text),
    schema,
  );
}
