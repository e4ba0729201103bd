export interface ToolRefusal {
  /** Of a domain error, or TOOL_UNKNOWN, INPUT_INVALID, FORBIDDEN, NOT_CONFIRMED, CALLS_TOO_DEEP, CANCELLED, TIMED_OUT, FAILED. */
  code: string;
  /** As of a domain error: tells what can be done about it (`invalid`, `not_found`, `conflict`, `unavailable`, …). */
  kind: string;
  detail: string;
  data: Readonly<Record<string, unknown>>;
}

export type ToolOutcome = { ok: true; output: unknown } | { ok: false; refusal: ToolRefusal };

export function refusal(
  code: string,
  kind: string,
  detail: string,
  data: ToolRefusal['data'] = {},
): { ok: false; refusal: ToolRefusal } {
  return { ok: false, refusal: { code, kind, detail, data } };
}
