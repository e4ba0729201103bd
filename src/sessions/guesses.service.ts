// How often a password, or what replaces it, may be guessed: one table for customers and staff.
import { Injectable } from '@nestjs/common';
import {
  AttemptsService,
  callerNetwork,
  type LoginAttempt,
  type AttemptKey,
  type AttemptPolicy,
} from './attempts.service.js';

/** Five tries are free; then one has to wait, longer after each further one, a quarter of an hour at most. */
const fewGuesses: AttemptPolicy = { waits: [0, 0, 0, 0, 60, 120, 240, 480, 900], window: 86_400 };
/** Against many machines that guess together. High, so that a stranger cannot cheaply lock somebody out of their account. */
const manyGuesses: AttemptPolicy = { waits: [0], window: 3_600, most: 50 };
/** As long as a code lives. Over all networks the code itself is the limit (`OneTimeTokens.guess`). */
const threeGuesses: AttemptPolicy = { waits: [0], window: 600, most: 3 };

interface GuessPolicy {
  readonly fromOneNetwork?: AttemptPolicy;
  readonly fromEverywhere?: AttemptPolicy;
}

/** What may be guessed how often, by what is guessed. Counted by a name that somebody logs in with, or by the id of an account. */
const guessPolicies = {
  /** A customer's password, by the name that is typed, whether or not anybody has it; and by the account, which may have two names. */
  login: { fromOneNetwork: fewGuesses, fromEverywhere: manyGuesses },
  'login-account': { fromOneNetwork: fewGuesses, fromEverywhere: manyGuesses },
  /** A password or code of staff, by the address, which is the one name that an account of staff has. */
  'staff-login': { fromOneNetwork: fewGuesses, fromEverywhere: manyGuesses },
  /** The password once more, of a customer who is signed in: somebody at an unlocked phone, or with a stolen token, can be anywhere. */
  'password-proof': { fromEverywhere: fewGuesses },
  /** The code of a forgotten password. */
  'reset-code': { fromOneNetwork: threeGuesses },
} as const satisfies Record<string, GuessPolicy>;

export type GuessKind = keyof typeof guessPolicies;

@Injectable()
export class GuessesService {
  constructor(private readonly attempts: AttemptsService) {}

  /** Counts a guess before it is made. Not to be called in a transaction. */
  async take(kind: GuessKind, whose: string): Promise<LoginAttempt> {
    let retryAfterSeconds = 0;
    // The network first: only what was not refused there counts for all together, so one network alone cannot use that up.
    for (const [key, policy] of limitsOf(kind, whose)) {
      const attempt = await this.attempts.take(key, policy);
      if (!attempt.allowed) return attempt;
      retryAfterSeconds = Math.max(retryAfterSeconds, attempt.retryAfterSeconds);
    }
    return { allowed: true, retryAfterSeconds };
  }

  /** They have proven who they are, or may begin anew; as far as it is counted by network, from where they are. */
  clear(kind: GuessKind, ...whose: readonly string[]): Promise<void> {
    return this.attempts.clear(...whose.flatMap((each) => limitsOf(kind, each).map(([key]) => key)));
  }
}

function limitsOf(kind: GuessKind, whose: string): [AttemptKey, AttemptPolicy][] {
  const { fromOneNetwork, fromEverywhere }: GuessPolicy = guessPolicies[kind];
  return [
    ...(fromOneNetwork
      ? [[[kind, whose, callerNetwork()], fromOneNetwork] satisfies [AttemptKey, AttemptPolicy]]
      : []),
    ...(fromEverywhere ? [[[kind, whose], fromEverywhere] satisfies [AttemptKey, AttemptPolicy]] : []),
  ];
}
