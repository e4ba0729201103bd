import { DomainError, type ErrorKind } from '#libs/errors';

/** Something in a definition that its form cannot tell. */
export interface DefinitionFault {
  /** Where, with dots: `action.query.city`. */
  path: string;
  message: string;
}

export class CustomToolExists extends DomainError {
  constructor(name: string) {
    super('CUSTOM_TOOL_EXISTS', 'conflict', `There is already a tool ${name}.`, { name });
  }
}

export class TooManyCustomTools extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_CUSTOM_TOOLS', 'conflict', `At most ${atMost} tools can be kept. Delete one first.`, {
      atMost,
    });
  }
}

/** Every version is kept, for comparison: then it takes another tool. */
export class TooManyCustomToolVersions extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_CUSTOM_TOOL_VERSIONS', 'conflict', `A tool has at most ${atMost} versions.`, { atMost });
  }
}

export class CustomToolInvalid extends DomainError {
  constructor(faults: readonly DefinitionFault[]) {
    super('CUSTOM_TOOL_INVALID', 'unprocessable', 'The definition does not hold together.', {
      faults: faults.slice(0, 20),
    });
  }
}

/** Nobody opens to others what is closed to themselves. */
export class ToolPermissionNotHeld extends DomainError {
  constructor(permission: string) {
    super(
      'TOOL_PERMISSION_NOT_HELD',
      'forbidden',
      `Only who holds ${permission} may make a tool for those who hold it.`,
      { permission },
    );
  }
}

export class CustomToolNotDrafted extends DomainError {
  constructor(name: string) {
    super('CUSTOM_TOOL_NOT_DRAFTED', 'conflict', `Of ${name} there is no draft.`, { name });
  }
}

/** What nobody has seen work is not given to others. */
export class CustomToolUntried extends DomainError {
  constructor(name: string, number: number) {
    super(
      'CUSTOM_TOOL_UNTRIED',
      'conflict',
      `Version ${number} of ${name} has not been tried with success as it is now.`,
      { name, number },
    );
  }
}

export class CustomToolNotPublished extends DomainError {
  constructor(name: string) {
    super('CUSTOM_TOOL_NOT_PUBLISHED', 'conflict', `No version of ${name} is published.`, { name });
  }
}

export class CustomToolPublished extends DomainError {
  constructor(name: string) {
    super('CUSTOM_TOOL_PUBLISHED', 'conflict', `${name} is published. Retire it first.`, { name });
  }
}

export class CustomToolCycle extends DomainError {
  constructor(names: readonly string[]) {
    super('CUSTOM_TOOL_CYCLE', 'conflict', `It would call itself: ${names.join(', ')}.`, { names });
  }
}

export class ToolTryUnconfirmed extends DomainError {
  constructor(what: string) {
    super(
      'TOOL_TRY_UNCONFIRMED',
      'unprocessable',
      `Trying it really calls ${what}, and changes something there. Say \`confirmed\` if that is meant.`,
    );
  }
}

export class ToolHostExists extends DomainError {
  constructor(host: string) {
    super('TOOL_HOST_EXISTS', 'conflict', `${host} is allowed already.`, { host });
  }
}

export class TooManyToolHosts extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_TOOL_HOSTS', 'conflict', `At most ${atMost} hosts can be allowed.`, { atMost });
  }
}

export class ToolSecretExists extends DomainError {
  constructor(name: string) {
    super('TOOL_SECRET_EXISTS', 'conflict', `There is already a secret ${name}.`, { name });
  }
}

export class TooManyToolSecrets extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_TOOL_SECRETS', 'conflict', `At most ${atMost} secrets can be kept.`, { atMost });
  }
}

// What can stand in the way of a call. None of them repeats an argument, a secret or where a name leads to.

export class ToolHostNotAllowed extends DomainError {
  constructor(host: string) {
    super('TOOL_HOST_NOT_ALLOWED', 'forbidden', `Tools may not call ${host}.`, { host });
  }
}

export class ToolSecretUnusable extends DomainError {
  /** @param why a sentence about it */
  constructor(secret: string, why: string) {
    super('TOOL_SECRET_UNUSABLE', 'unavailable', why, { secret });
  }
}

export class ToolValueRefused extends DomainError {
  /** @param place where it was to stand: `path`, `header x-city` */
  constructor(argument: string, place: string) {
    super('TOOL_VALUE_REFUSED', 'invalid', `What ${argument} says cannot stand in the ${place}.`, {
      argument,
      place,
    });
  }
}

/** The other server says no: with another call it may say yes. */
export class ToolServerRefused extends DomainError {
  constructor(status: number, excerpt: string) {
    super('TOOL_SERVER_REFUSED', 'unprocessable', `The other server answered ${status}.`, {
      answered: status,
      excerpt,
    });
  }
}

/** It is away, slow or broken. */
export class ToolServerFailed extends DomainError {
  /** @param reason a code of #libs/outbound, or the status */
  constructor(reason: string) {
    super('TOOL_SERVER_FAILED', 'unavailable', `The other server did not answer as it should: ${reason}.`, {
      reason,
    });
  }
}

export class ToolAnswerTooLong extends DomainError {
  constructor(mostKilobytes: number) {
    super(
      'TOOL_ANSWER_TOO_LONG',
      'unprocessable',
      `The answer is longer than ${mostKilobytes} KB, or ended before it was whole.`,
      { mostKilobytes },
    );
  }
}

export class ToolAnswerUnreadable extends DomainError {
  constructor() {
    super(
      'TOOL_ANSWER_UNREADABLE',
      'unprocessable',
      'The answer is not JSON, or has more than can be read of it.',
    );
  }
}

/** Whoever agreed once has agreed to one call. */
export class ToolCalledAlready extends DomainError {
  /** @param state `done`; `begun` and `unknown`: nobody can say whether it was done */
  constructor(tool: string, state: string) {
    const known =
      state === 'done' ? 'It was done.' : 'It is not known whether it was done: look there first.';
    super('TOOL_CALLED_ALREADY', 'conflict', `${tool} was called for this confirmation already. ${known}`, {
      state,
    });
  }
}

export class ToolBusy extends DomainError {
  constructor(atOnce: number) {
    super('TOOL_BUSY', 'unavailable', `This tool is used ${atOnce} times at this moment. Try again.`, {
      atOnce,
    });
  }
}

export class QuestionNotReadOnly extends DomainError {
  constructor(tool: string) {
    super('QUESTION_NOT_READ_ONLY', 'conflict', `${tool} does more than answer: no question is made of it.`, {
      tool,
    });
  }
}

/** What the tool behind a question has answered. */
export class QuestionRefused extends DomainError {
  constructor(refusal: {
    code: string;
    kind: string;
    detail: string;
    data: Readonly<Record<string, unknown>>;
  }) {
    super(refusal.code, refusal.kind as ErrorKind, refusal.detail, refusal.data);
  }
}
