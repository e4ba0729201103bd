/** Why a try gave no answer; bounded, for logs and metrics. */
export const failureKinds = [
  'rate_limited',
  'overloaded',
  'failed',
  'unauthorised',
  'rejected',
  'timed_out',
  'not_connected',
  'cut_off',
  'malformed',
  'too_long',
  'refused',
  'asked_for_tools',
  'invalid_answer',
  'given_up',
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** What another try, here or at another endpoint, may mend. */
const passing: ReadonlySet<FailureKind> = new Set([
  'rate_limited',
  'overloaded',
  'failed',
  'timed_out',
  'not_connected',
  'cut_off',
  'malformed',
]);
/** What another endpoint may do, though this one never will. */
const ofThisEndpoint: ReadonlySet<FailureKind> = new Set(['unauthorised', 'rejected', ...passing]);

/** Carries nothing of what was sent or came back: messages of providers repeat both. */
export class EndpointFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly details: { status?: number; retryAfterMs?: number; code?: string } = {},
  ) {
    super(`The endpoint gave no answer: ${kind}${details.status ? ` (${details.status})` : ''}`);
    this.name = 'EndpointFailure';
  }

  get isPassing(): boolean {
    return passing.has(this.kind);
  }

  /** Whether it says that the endpoint is not well; otherwise it was what the model said, or the caller who left. */
  get isOfEndpoint(): boolean {
    return ofThisEndpoint.has(this.kind);
  }
}

const statusKinds: Readonly<Record<number, FailureKind>> = {
  401: 'unauthorised',
  403: 'unauthorised',
  408: 'timed_out',
  429: 'rate_limited',
  503: 'overloaded',
  529: 'overloaded',
};
/** However long a provider asks us to stay away, it is asked again after this time. */
const longestRestMs = 5 * 60_000;

/** @param retryAfter the header, in seconds or as a date */
export function failureOfStatus(status: number, retryAfter: string | null, now: Date): EndpointFailure {
  const kind = statusKinds[status] ?? (status >= 500 ? 'failed' : 'rejected');
  const waitMs =
    retryAfter === null
      ? Number.NaN
      : /^\d+$/.test(retryAfter)
        ? Number(retryAfter) * 1_000
        : Date.parse(retryAfter) - now.getTime();
  const retryAfterMs = waitMs > 0 ? Math.min(waitMs, longestRestMs) : undefined;
  return new EndpointFailure(kind, { status, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

/** Of a signal that has ended a try. */
export function failureOf({ reason }: AbortSignal): EndpointFailure {
  return new EndpointFailure(
    (reason as Error | undefined)?.name === 'TimeoutError' ? 'timed_out' : 'given_up',
  );
}

/** Clients of providers wrap what went wrong below them, more than once. */
export function failureIn(error: unknown): EndpointFailure {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof EndpointFailure) return at;
  if (error instanceof SyntaxError) return new EndpointFailure('malformed');
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && /^(?:E[A-Z]+|UND_ERR_\w+)$/.test(code))
    return new EndpointFailure('not_connected', { code });
  if (name === 'PromptBlockedError' || name === 'NoCandidatesError') return new EndpointFailure('refused');
  // Of an error of somebody else only the name can be told: its message may repeat what was sent.
  return new EndpointFailure('malformed', typeof name === 'string' ? { code: name } : {});
}
