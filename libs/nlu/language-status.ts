// Which intent model this process understands with. It is told by whoever loads models, and shown by whoever reports on the process.

export interface IntentModelStatus {
  /** For people: `shipped`, `model 3`. */
  model: string;
  /** What is not as it should be, and what becomes of it. */
  note?: string;
}

export class LanguageStatus {
  intents: IntentModelStatus = { model: 'shipped' };
}
