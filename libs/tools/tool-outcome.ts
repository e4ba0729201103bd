import type { DomainError } from '#libs/errors';
import type { TableChange } from '#libs/orm';

export interface ToolRefusal {
  /**
   * Of a domain error, or TOOL_UNKNOWN, INPUT_INVALID, FORBIDDEN, NOT_CONFIRMED, NOT_REHEARSABLE, CALLS_TOO_DEEP, CANCELLED, TIMED_OUT, FAILED.
   */
  code: string;
  /** As of a domain error: tells what can be done about it (`invalid`, `not_found`, `conflict`, `unavailable`, …). */
  kind: string;
  detail: string;
  data: Readonly<Record<string, unknown>>;
}

export type ToolOutcome =
  | {
      ok: true;
      output: unknown;
      /** An earlier answer to the same arguments. */
      isCached?: true;
      /** Of a rehearsal: what would be another way. */
      changes?: readonly TableChange[];
    }
  | { ok: false; refusal: ToolRefusal };

/** What a refusal is about, for whoever decides what to do next. */
export const refusalCategories = [
  'input',
  'permission',
  'not_found',
  'conflict',
  'limit',
  'unavailable',
  'failed',
] as const;
export type RefusalCategory = (typeof refusalCategories)[number];

const categoriesByKind: Readonly<Record<string, RefusalCategory>> = {
  invalid: 'input',
  unprocessable: 'input',
  unauthenticated: 'permission',
  forbidden: 'permission',
  not_found: 'not_found',
  conflict: 'conflict',
  stale: 'conflict',
  too_many_requests: 'limit',
  unavailable: 'unavailable',
};

export function categoryOf({ code, kind }: Pick<ToolRefusal, 'code' | 'kind'>): RefusalCategory {
  return code === 'FAILED' ? 'failed' : (categoriesByKind[kind] ?? 'input');
}

/** What a domain refuses is an answer. */
export function refusalOf({ code, kind, detail, data }: DomainError): ReturnType<typeof refusal> {
  return refusal(code, kind, detail, data);
}

export function refusal(
  code: string,
  kind: string,
  detail: string,
  data: ToolRefusal['data'] = {},
): { ok: false; refusal: ToolRefusal } {
  return { ok: false, refusal: { code, kind, detail, data } };
}
