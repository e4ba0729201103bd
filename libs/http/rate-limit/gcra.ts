// Rate limiting in constant time and space (generic cell rate algorithm): of each caller only the theoretical arrival time is
// kept, the instant at which its allowance would be whole again. No list of hits, no window edges to slip through.
//
// Instants are counted in requests: in how many an unbroken stream at the limit would have come since 1970. One more request is then
// exactly one more. In milliseconds it would be a fraction, and at today's dates the roundings of a few dozen add up to a request.

/** One request was counted, or refused. All times in milliseconds. */
export interface RateVerdict {
  allowed: boolean;
  /** Requests that would still be allowed at this instant. */
  remaining: number;
  /** Until the whole allowance is back. */
  resetMs: number;
  /** Until one more request would be allowed; 0 when this one was. */
  retryMs: number;
}

/** `now` (milliseconds since 1970) in requests, and how far roundings may put it off. */
export function inRequests(
  now: number,
  limit: number,
  windowMs: number,
): { current: number; tolerance: number } {
  const current = (now * limit) / windowMs;
  return { current, tolerance: current * 4 * Number.EPSILON };
}

/**
 * @param arrival the theoretical arrival time kept for this caller and this limit, if any; in requests
 * @param now milliseconds since 1970
 * @param limit requests allowed in a `windowMs`; all of them may come at once
 * @returns the verdict, and the arrival time to keep (unchanged when refused: refused requests cost nothing)
 */
export function admitByRate(
  arrival: number | undefined,
  now: number,
  limit: number,
  windowMs: number,
): [RateVerdict, number] {
  const { current, tolerance } = inRequests(now, limit, windowMs);
  // Further ahead than a window it can only be when the clock was set back: then it says nothing.
  const believable = arrival !== undefined && arrival <= current + limit + 1 ? arrival : current;
  const base = Math.max(believable, current);
  const allowed = base + 1 - current <= limit + tolerance;
  const kept = allowed ? base + 1 : base;
  // To a hundredth: below that it is rounding.
  const milliseconds = (requests: number) => Math.round((requests * windowMs * 100) / limit) / 100;
  return [
    {
      allowed,
      remaining: Math.max(0, Math.floor(limit - (kept - current) + tolerance)),
      resetMs: milliseconds(kept - current),
      retryMs: allowed ? 0 : milliseconds(base + 1 - current - limit),
    },
    kept,
  ];
}
