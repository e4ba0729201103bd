import { z } from 'zod';

/** `bookings,complaints`: the tools whose names begin so. */
export const toolSetsQuery = z
  .string()
  .max(1_000)
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  );
