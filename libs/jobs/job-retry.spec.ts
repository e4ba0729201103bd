import * as fc from 'fast-check';
import { z } from 'zod';
import { DomainError } from '#libs/errors';
import type { JobTypeDefinition, RetryPolicy } from './job-type.js';
import { delayBefore, failureOf, AttemptStopped, TryAgainLater } from './job-retry.js';

const typeWith = (retry?: RetryPolicy): JobTypeDefinition => ({
  type: 'test.retry',
  description: '',
  input: z.any(),
  output: z.any(),
  permission: null,
  cost: 'light',
  retry,
});

describe('the delay before another attempt', () => {
  it('doubles each time, up to its longest, half of it by chance', () => {
    const policies = fc.record({
      attempt: fc.integer({ min: 1, max: 40 }),
      backoffSeconds: fc.integer({ min: 1, max: 600 }),
      longestBackoffSeconds: fc.integer({ min: 600, max: 100_000 }),
    });
    fc.assert(
      fc.property(policies, ({ attempt, backoffSeconds, longestBackoffSeconds }) => {
        const delay = delayBefore(typeWith({ attempts: 50, backoffSeconds, longestBackoffSeconds }), attempt);
        const full = Math.min(backoffSeconds * 2 ** (attempt - 1), longestBackoffSeconds);
        expect(delay).toBeGreaterThanOrEqual(full / 2);
        expect(delay).toBeLessThanOrEqual(full);
      }),
    );
  });

  it('is two seconds at first, and an hour at most, unless the type says otherwise', () => {
    expect(delayBefore(typeWith({ attempts: 2 }), 1)).toBeLessThanOrEqual(2);
    expect(delayBefore(typeWith({ attempts: 2 }), 1)).toBeGreaterThanOrEqual(1);
    expect(delayBefore(typeWith({ attempts: 50 }), 40)).toBeLessThanOrEqual(3_600);
    expect(delayBefore(typeWith({ attempts: 50 }), 40)).toBeGreaterThanOrEqual(1_800);
  });

  it('differs among those that failed together', () => {
    const type = typeWith({ attempts: 5, backoffSeconds: 60 });
    const delays = Array.from({ length: 200 }, () => delayBefore(type, 1));
    expect(new Set(delays).size).toBeGreaterThan(150);
    const [least, most] = [Math.min(...delays), Math.max(...delays)];
    expect(most - least).toBeGreaterThan(20);
  });

  it('is the one that the type has fixed, and at most a tenth more', () => {
    const delaysSeconds = [5, 300, 36_000];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), (attempt) => {
        const fixed = delaysSeconds[attempt - 1]!;
        const delay = delayBefore(typeWith({ attempts: 4, delaysSeconds }), attempt);
        expect(delay).toBeGreaterThanOrEqual(fixed);
        expect(delay).toBeLessThanOrEqual(fixed * 1.1);
      }),
    );
  });

  it('is never shorter than the handler was told', () => {
    expect(delayBefore(typeWith({ attempts: 3, backoffSeconds: 1 }), 1, 600)).toBe(600);
    expect(delayBefore(typeWith({ attempts: 3, delaysSeconds: [900] }), 1, 600)).toBeGreaterThanOrEqual(900);
  });
});

describe('a failure', () => {
  class Refused extends DomainError {
    constructor(kind: ConstructorParameters<typeof DomainError>[1]) {
      super('REFUSED', kind, 'In words for people.');
    }
  }

  it.each([
    ['conflict', 'rejected', false],
    ['invalid', 'rejected', false],
    ['not_found', 'rejected', false],
    ['forbidden', 'forbidden', false],
    ['unavailable', 'failed', true],
    ['too_many_requests', 'failed', true],
  ] as const)('of the kind %s is %s', (kind, category, mayRetry) => {
    expect(failureOf(new Refused(kind))).toMatchObject({
      error: { category, code: 'REFUSED', message: 'In words for people.' },
      mayRetry,
    });
  });

  it('of its time may be followed by another attempt', () => {
    expect(failureOf(new AttemptStopped('timed_out'))).toMatchObject({
      error: { category: 'timed_out' },
      mayRetry: true,
    });
  });

  it('says when to come again', () => {
    expect(failureOf(new TryAgainLater(90, 'They said so.'))).toMatchObject({
      mayRetry: true,
      notBeforeSeconds: 90,
    });
  });

  it('that nobody expected keeps its words to itself', () => {
    const failure = failureOf(new Error('password=canary'));
    expect(failure).toMatchObject({ error: { category: 'failed', code: 'FAILED' }, mayRetry: true });
    expect(JSON.stringify(failure)).not.toContain('canary');
  });
});
