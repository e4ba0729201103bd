// Rate limiting in constant time and space (generic cell rate algorithm): of each caller only the theoretical arrival time is
// kept, the instant at which its allowance would be whole again. No list of hits, no window edges to slip through.

/** One request was counted, or refused. All times in milliseconds. */
export interface Verdict {
  allowed: boolean;
  /** Requests that would still be allowed at this instant. */
  remaining: number;
  /** Until the whole allowance is back. */
  resetMs: number;
  /** Until one more request would be allowed; 0 when this one was. */
  retryMs: number;
}

/**
 * @param arrival the theoretical arrival time kept for this caller, if any
 * @param limit requests allowed in a `windowMs`; all of them may come at once
 * @returns the verdict, and the arrival time to keep (unchanged when refused: refused requests cost nothing)
 */
export function admit(
  arrival: number | undefined,
  now: number,
  limit: number,
  windowMs: number,
): [Verdict, number] {
  const interval = windowMs / limit;
  // Further ahead than a window it can only be when the clock was set back: then it says nothing.
  const believable = arrival !== undefined && arrival <= now + windowMs + interval ? arrival : now;
  const base = Math.max(believable, now);
  const next = base + interval;
  // A hair of tolerance, so that `limit` additions of a fraction do not add up to more than the window.
  const allowed = next - now <= windowMs + interval * 1e-6;
  const kept = allowed ? next : base;
  return [
    {
      allowed,
      remaining: Math.max(0, Math.floor((windowMs - (kept - now)) / interval + 1e-6)),
      resetMs: Math.max(0, kept - now),
      retryMs: allowed ? 0 : next - now - windowMs,
    },
    kept,
  ];
}
