import { z } from 'zod';

/**
 * Gives a schema its name in the API document, and an example. One that is extended or made optional afterwards is another schema, without
 * the name; lists and pages of it are named after it.
 * @param name singular, as the field calls it: `Booking`; of an input like the call that takes it: `CreateBooking`
 * @param example of an input as it is sent, of an answer as the handler returns it; a test sends it through the schema
 */
export function publishSchema(schema: z.ZodType, name: string, example: unknown): void {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), id: name, examples: [example] });
}
