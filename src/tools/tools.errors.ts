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

export class OperationTooLong extends DomainError {
  constructor(longest: number) {
    super(
      'ANSWER_TOO_LONG',
      'unprocessable',
      'The answer is too long for a tool. Ask for less: a smaller `limit`, or a narrower filter.',
      { maxCharacters: longest },
    );
  }
}
