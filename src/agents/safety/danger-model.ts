// What a message reports of danger, as far as a linear model of words and letter groups can tell, read piece by piece.
import { inLatin, learnClassifierApart, TextClassifier, type LabelledExample } from '#libs/nlu';
import type { DangerKind } from '../../conversations/conversation.entity.js';
import { partsOf } from '../reading/text-parts.js';
import { harmless } from './danger-corpus.js';
import { plainLetters } from './plain-letters.js';

export interface DangerReading {
  kind: DangerKind;
  /** Calibrated probability that danger of any kind is reported, 0..1. */
  confidence: number;
}

/** More than any message that is taken: the time to read stays bounded whoever calls. */
const longestRead = 4000;
/** Beyond it a danger in one sentence drowns in the rest of the message. */
const longestWhole = 300;
/** Of a message of more pieces (nothing but commas) stretches of words are read instead. */
const mostParts = 24;
const wordsOfStretch = 24;
/** As fitted on the corpus of danger/ as it stands: the first start does without the fitting. Train without it to fit it anew. */
const sharpness = 4.37;

export class DangerModel {
  private constructor(private readonly classifier: TextClassifier) {}

  /** Throws RangeError without examples. The same examples give the same model. */
  static train(examples: readonly LabelledExample[]): DangerModel {
    return new DangerModel(TextClassifier.train(DangerModel.material(examples), { sharpness }));
  }

  /** The same, in a thread of its own. */
  static async trainApart(examples: readonly LabelledExample[]): Promise<DangerModel> {
    return new DangerModel(await learnClassifierApart(DangerModel.material(examples), { sharpness }));
  }

  /** What the classifier is trained on: it changes with the examples and with the way in which they are made legible. */
  static material(examples: readonly LabelledExample[]): LabelledExample[] {
    return examples.map(({ text, label }) => ({ text: legible(text), label }));
  }

  /** The inverse of toBytes; throws when the bytes are not a packed model. */
  static fromBytes(bytes: Uint8Array): DangerModel {
    return new DangerModel(TextClassifier.fromBytes(bytes));
  }

  toBytes(): Uint8Array {
    return this.classifier.toBytes();
  }

  /** The likeliest danger, however unlikely it is: the most dangerous piece of the message speaks for the whole. */
  likeliest(text: string): DangerReading {
    const readings = piecesOf(legible(text.slice(0, longestRead))).map((piece) => this.readPiece(piece));
    return readings.reduce((worst, reading) => (reading.confidence > worst.confidence ? reading : worst));
  }

  private readPiece(piece: string): DangerReading {
    const labels = this.classifier.predict(piece);
    const worst = labels.find(({ label }) => label !== harmless)!;
    const safe = labels.find(({ label }) => label === harmless)!;
    return { kind: worst.label as DangerKind, confidence: 1 - safe.confidence };
  }
}

/** In the letters and words in which the model has learned, whatever script and disguise they came in. */
function legible(text: string): string {
  return inLatin(plainLetters(text));
}

/** The whole, where it is short, and each thing said in it; at least one piece. */
function piecesOf(text: string): string[] {
  const whole = text.length <= longestWhole ? [text] : [];
  const parts = partsOf(text).map((part) => part.text);
  if (parts.length <= 1 && whole.length > 0) return whole;
  // Of nothing but marks there are no parts.
  if (parts.length === 0 || parts.length > mostParts) return stretchesOf(text);
  return [...whole, ...parts.flatMap(stretchesOf)];
}

/** Of a long text stretches that overlap by half, so that no sentence is cut in all of them. */
function stretchesOf(text: string): string[] {
  const words = text.split(/\s+/);
  const half = wordsOfStretch / 2;
  const count = Math.max(1, Math.ceil(words.length / half) - 1);
  return Array.from({ length: count }, (_, nth) =>
    words.slice(nth * half, nth * half + wordsOfStretch).join(' '),
  );
}
