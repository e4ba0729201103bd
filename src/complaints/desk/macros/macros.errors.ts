import { DomainError } from '#libs/errors';

export class CannedAnswerValueMissing extends DomainError {
  constructor(missing: readonly string[]) {
    super(
      'CANNED_ANSWER_VALUE_MISSING',
      'unprocessable',
      `The answer names what this complaint does not have: ${missing.join(', ')}.`,
      { missing: [...missing] },
    );
  }
}

export class CannedAnswerInactive extends DomainError {
  constructor(name: string) {
    super('CANNED_ANSWER_INACTIVE', 'conflict', `The answer "${name}" is not used any more.`);
  }
}

export class CannedAnswerNameTaken extends DomainError {
  constructor(name: string) {
    super('CANNED_ANSWER_NAME_TAKEN', 'conflict', `There is an answer "${name}" already.`);
  }
}

export class ComplaintMacroNameTaken extends DomainError {
  constructor(name: string) {
    super('COMPLAINT_MACRO_NAME_TAKEN', 'conflict', `There is a macro "${name}" already.`);
  }
}

export class ComplaintMacroInactive extends DomainError {
  constructor(name: string) {
    super('COMPLAINT_MACRO_INACTIVE', 'conflict', `The macro "${name}" is not used any more.`);
  }
}

export class ComplaintMacroChanged extends DomainError {
  constructor(name: string, version: number) {
    super(
      'COMPLAINT_MACRO_CHANGED',
      'conflict',
      `The macro "${name}" was changed meanwhile. Look at it again.`,
      {
        version,
      },
    );
  }
}

export class ComplaintMacroUnfit extends DomainError {
  constructor(why: string) {
    super('COMPLAINT_MACRO_UNFIT', 'unprocessable', `The macro cannot be kept: ${why}.`);
  }
}

export class TooManyDeskTexts extends DomainError {
  constructor(limit: number) {
    super(
      'TOO_MANY_DESK_TEXTS',
      'conflict',
      `At most ${limit} macros and ${limit} canned answers can be kept.`,
      {
        limit,
      },
    );
  }
}
