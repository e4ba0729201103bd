import { z } from 'zod';

const items = z.array(z.lazy((): z.ZodType<z.core.util.JSONType> => jsonValue));

/** Whatever JSON can say. Like `z.json()`, but with a name in the API document, which refers to itself. */
export const jsonValue: z.ZodType<z.core.util.JSONType> = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    items.register(z.globalRegistry, { id: 'JsonArray' }),
    z.record(
      z.string(),
      z.lazy((): z.ZodType<z.core.util.JSONType> => jsonValue),
    ),
  ])
  .register(z.globalRegistry, { id: 'JsonValue' });
