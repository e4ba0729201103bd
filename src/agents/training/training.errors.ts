import { DomainError } from '#libs/errors';

/** Where a text is already. */
export type ExamplePlace = 'examples' | 'corpus' | 'held_out';

export class ExampleExists extends DomainError {
  constructor(place: ExamplePlace) {
    super(
      'EXAMPLE_EXISTS',
      'conflict',
      'This text is an example already, is in the shipped corpus, or measures the models, which it then must not teach.',
      { place },
    );
  }
}

export class IntentUnknown extends DomainError {
  constructor(intent: string, intents: readonly string[]) {
    super('INTENT_UNKNOWN', 'unprocessable', `There is no intent ${intent}.`, { intents });
  }
}

export class TooManyExamples extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_EXAMPLES', 'conflict', `At most ${atMost} examples can be kept. Delete one first.`, {
      atMost,
    });
  }
}

export class ExampleTextNeeded extends DomainError {
  constructor(atMost: number) {
    super(
      'EXAMPLE_TEXT_NEEDED',
      'unprocessable',
      `The message is longer than ${atMost} characters. Give the part of it that says what is wanted, as \`text\`.`,
      { atMost },
    );
  }
}

export class ModelOfAnotherEngine extends DomainError {
  constructor(number: number) {
    super(
      'MODEL_OF_ANOTHER_ENGINE',
      'conflict',
      `Model ${number} was learned by another version of the program, which this one cannot use. Train again.`,
    );
  }
}

export class ComparisonOutdated extends DomainError {
  constructor(number: number, comparedWith: string | null, published: string | null) {
    super(
      'MODEL_COMPARISON_OUTDATED',
      'conflict',
      `Model ${number} was compared with another model than the one that is published now. Train again.`,
      { comparedWith, published },
    );
  }
}

export class ModelIsWorse extends DomainError {
  constructor(number: number, compared: object, margins: object) {
    super(
      'MODEL_IS_WORSE',
      'conflict',
      `Model ${number} understands the held-out messages worse than the one that is published.`,
      { ...compared, margins },
    );
  }
}

export class ModelPublished extends DomainError {
  constructor(number: number) {
    super('MODEL_PUBLISHED', 'conflict', `Model ${number} is the one that is published.`);
  }
}

export class ModelNotPublished extends DomainError {
  constructor(published: string | null) {
    super('MODEL_NOT_PUBLISHED', 'conflict', 'That model is not the one that is published.', { published });
  }
}
