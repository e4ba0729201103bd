import { admitByRate } from './gcra.js';

const minute = 60_000;

/** `times` requests at the instants given, of one caller. */
function ask(limit: number, instants: readonly number[]): boolean[] {
  let arrival: number | undefined;
  return instants.map((now) => {
    const [verdict, kept] = admitByRate(arrival, now, limit, minute);
    arrival = kept;
    return verdict.allowed;
  });
}

const count = (verdicts: boolean[]) => verdicts.filter(Boolean).length;

describe('generic cell rate algorithm', () => {
  it.each([1, 3, 7, 60, 600, 999, 100_000])('allows exactly %d at once, and not one more', (limit) => {
    expect(count(ask(limit, Array(limit + 50).fill(0)))).toBe(limit);
  });

  it('does so at any limit, and at any instant of our time', () => {
    const now = Date.parse('2026-11-20T04:30:00.137Z');
    const wrong = Array.from({ length: 500 }, (_, index) => index + 1).filter(
      (limit) => count(ask(limit, Array(limit + 2).fill(now))) !== limit,
    );
    expect(wrong).toEqual([]);
    expect(count(ask(99_999, Array(100_100).fill(now)))).toBe(99_999);
  });

  it('gives one request back after each interval', () => {
    const verdicts = ask(60, [...Array(60).fill(0), 999, 1_000, 1_000, 2_000]);
    expect(verdicts.slice(60)).toEqual([false, true, false, true]);
  });

  it('charges nothing for refused requests', () => {
    const verdicts = ask(2, [0, 0, ...Array(1_000).fill(10), 30_000]);
    expect(verdicts.at(-1)).toBe(true);
  });

  it('never allows more than limit in any window, however the caller spreads its requests', () => {
    const limit = 10;
    const instants = Array.from({ length: 600 }, (_, index) => index * 250);
    const allowed = instants.filter((_, index) => ask(limit, instants.slice(0, index + 1)).at(-1));
    for (const start of allowed) {
      // The allowance refills while the window runs, so twice the limit is the bound of a burst and a full refill.
      expect(
        allowed.filter((instant) => instant >= start && instant < start + minute).length,
      ).toBeLessThanOrEqual(2 * limit);
    }
    const afterTheBurst = allowed.filter((instant) => instant >= minute);
    expect(afterTheBurst.length).toBe(Math.floor((150_000 - minute) / (minute / limit)));
  });

  it('begins afresh when the clock is set back: nobody is locked out for a day', () => {
    const day = 86_400_000;
    expect(ask(2, [day, day, day, 0, 0, 0])).toEqual([true, true, false, true, true, false]);
  });

  it('says what is left and how long to wait', () => {
    const [first, kept] = admitByRate(undefined, 0, 2, minute);
    expect(first).toEqual({ allowed: true, remaining: 1, resetMs: 30_000, retryMs: 0 });
    const [second, keptAfter] = admitByRate(kept, 0, 2, minute);
    expect(second).toEqual({ allowed: true, remaining: 0, resetMs: 60_000, retryMs: 0 });
    expect(admitByRate(keptAfter, 10_000, 2, minute)[0]).toEqual({
      allowed: false,
      remaining: 0,
      resetMs: 50_000,
      retryMs: 20_000,
    });
  });
});
