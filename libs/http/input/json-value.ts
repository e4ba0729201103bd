import { z } from 'zod';

/** Characters of a text, members of a list. The body of a request is shorter than that in any case. */
const longest = 1_000_000;

const items = z.array(z.lazy((): z.ZodType<z.core.util.JSONType> => jsonValue)).max(longest);

/** Whatever JSON can say. Like `z.json()`, but with a name in the API document, which refers to itself. */
export const jsonValue: z.ZodType<z.core.util.JSONType> = z
  .union([
    z.string().max(longest),
    z.number(),
    z.boolean(),
    z.null(),
    items.register(z.globalRegistry, { id: 'JsonArray' }),
    z.record(
      z.string().max(200),
      z.lazy((): z.ZodType<z.core.util.JSONType> => jsonValue),
    ),
  ])
  .register(z.globalRegistry, { id: 'JsonValue' });
