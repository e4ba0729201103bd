import { DomainError, type ErrorKind } from '#libs/errors';
import { statusOfKind } from '#libs/http';

const kinds = Object.entries(statusOfKind) as [ErrorKind, number][];

/** What the route answered, with its code and what it says beside. Those that name a route or a status have none here. */
export class OperationRefused extends DomainError {
  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const {
      code,
      detail,
      type: _,
      title: __,
      status: ___,
      instance: ____,
      correlationId: _____,
      ...data
    } = problem;
    const kind = kinds.find(([, each]) => each === status)?.[0] ?? 'unprocessable';
    super(String(code ?? 'REFUSED'), kind, String(detail ?? 'This was refused.'), data);
  }
}

/** A fault of ours, which the route has reported itself. */
export class OperationFailed extends Error {
  constructor(status: number) {
    super(`The operation answered ${status}.`);
  }
}

/** Characters of JSON. More than a model reads, and than is held in memory for each of many callers. */
export const longestAnswer = 400_000;

export class ToolAnswerTooLong extends DomainError {
  constructor() {
    super(
      'ANSWER_TOO_LONG',
      'unprocessable',
      'The answer is too long for a tool. Ask for less: a smaller `limit`, or a narrower filter.',
      { maxCharacters: longestAnswer },
    );
  }
}

export class ConfirmationReused extends DomainError {
  constructor() {
    super('CONFIRMATION_REUSED', 'conflict', 'This confirmation belongs to another call. Take a new one.');
  }
}

export class ConfirmationInFlight extends DomainError {
  constructor() {
    super(
      'CONFIRMATION_IN_FLIGHT',
      'conflict',
      'The first call with this confirmation is not done yet. Ask again.',
      {
        retryAfterSeconds: 1,
      },
    );
  }
}

/** The process died in the middle, or the time was up, and the tool cannot tell by itself. */
export class ConfirmationUnresolved extends DomainError {
  constructor() {
    super(
      'CONFIRMATION_UNRESOLVED',
      'conflict',
      'It is not known whether this was done. Look at what it is about; then call with another confirmation if it was not.',
    );
  }
}

/** It was too long, or sealed under another SECRET_KEY. */
export class ConfirmationAnswerLost extends DomainError {
  constructor() {
    super(
      'CONFIRMATION_ANSWER_LOST',
      'conflict',
      'This was done before, but the answer is not kept. Look at what it is about.',
    );
  }
}
