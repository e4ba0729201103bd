// What a route is for, in the API document. The only place that names Nest's own decorator: a route that says less is not published.
// oxlint-disable-next-line no-restricted-imports
import { ApiOperation } from '@nestjs/swagger';

export interface OperationOptions {
  /** Reads like a call, for generated clients: `createBooking`. Unique in the document, and never changed within a version. */
  id: string;
  /** One imperative sentence: "Book a free slot." */
  summary: string;
  /** What it does, for whom, and its limits: what the summary and the schemas do not tell. */
  description: string;
  /** Codes of problems beside those that the declaration and the `problems` of the answer tell: `BOOKING_NOT_FOUND`. */
  codes?: readonly string[];
}

/** Member of an operation under which its codes wait for the document to be put together. */
export const extraCodes = 'x-codes';

/** Publishes a route. Who may call it and how often is added from the other decorators (documentation.ts). */
export function Operation({ id, summary, description, codes = [] }: OperationOptions): MethodDecorator {
  return ApiOperation({ operationId: id, summary, description, [extraCodes]: codes } as object);
}
