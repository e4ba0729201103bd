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
  /**
   * What it does beside answering, where its method does not tell: a POST that only answers is a `read`; a `reserve` keeps something for whoever
   * calls for a while, costs them nothing and ends by itself. Default: GET is a `read`, all others a `write`.
   */
  effect?: 'read' | 'reserve';
}

/** Member of an operation under which its codes wait for the document to be put together. */
export const extraCodes = 'x-codes';
/** Member of an operation: what it does beside answering, where its method does not tell. */
export const effectOf = 'x-effect';

/** Publishes a route. Who may call it and how often is added from the other decorators (documentation.ts). */
export function Operation({
  id,
  summary,
  description,
  codes = [],
  effect,
}: OperationOptions): MethodDecorator {
  return ApiOperation({
    operationId: id,
    summary,
    description,
    [extraCodes]: codes,
    ...(effect && { [effectOf]: effect }),
  } as object);
}
