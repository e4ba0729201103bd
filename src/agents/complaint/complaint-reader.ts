// What somebody complains of, what they wish for, and what shall be done with a complaint that exists, as linear models of words and letter groups
// read it, piece by piece. Each model learns from files beside it; what it does not hear clearly it does not say.
import { Injectable } from '@nestjs/common';
import { inLatin, learnClassifierApart, TextClassifier, type LabelledExample } from '#libs/nlu';
import { loadIntentKinds } from '../language/corpus.js';
import { ModelStore } from '../language/model.store.js';
import { ruledOutIn } from '../reading/ruled-out.js';
import { partsOf } from '../reading/text-parts.js';
import { filing, matterExamples, unsaid, wishExamples } from './complaint-corpus.js';
import {
  compareSeverity,
  complaintWishes,
  matterRules,
  type ComplaintMatter,
  type ComplaintWish,
} from './matters.js';

export interface ComplaintReading {
  /** The gravest that is clearly told; null where none is. */
  matter: ComplaintMatter | null;
  wishes: ComplaintWish[];
  /** Where it does not tell what happened: that a complaint is to be made, or anger and anything else. */
  tells: 'matter' | 'filing' | 'nothing';
}

/** What shall be done with a complaint that exists. */
export type CaseStep = 'status' | 'add' | 'escalate' | 'withdraw' | 'reopen';

/** Heard less clearly than this, it is asked about. Half of the held-out lines that are read wrongly fall below, and one in thirty of the others. */
const clear = 0.55;
/** What has somebody awake within half an hour. */
const clearlyCritical = 0.75;
/** Beyond it one sentence drowns in the rest. */
const longestWhole = 240;
/** More than any complaint has sentences: the time to read stays bounded. */
const mostParts = 40;
const shortestPartWords = 2;

@Injectable()
export class ComplaintReader {
  private readonly matters: Promise<TextClassifier>;
  private readonly wishes: Promise<TextClassifier>;
  private readonly steps: Promise<TextClassifier>;

  /** Begins to learn, once: a second at the first start, milliseconds later on. */
  constructor(private readonly models: ModelStore) {
    this.matters = this.learn('complaint-matters', matterExamples());
    this.wishes = this.learn('complaint-wishes', wishExamples());
    this.steps = this.learn('complaint-steps', loadIntentKinds('complaint_status'));
  }

  /** Until all of it can be read. */
  async ready(): Promise<void> {
    await Promise.all([this.matters, this.wishes, this.steps]);
  }

  async read(text: string): Promise<ComplaintReading> {
    const [matters, wishes] = await Promise.all([this.matters, this.wishes]);
    const pieces = piecesOf(text);
    const wished = new Map(pieces.map((piece) => [piece, clearly(wishes, piece)]));
    // "Return my payment" says what is wished for, unless nothing else says what happened.
    const isWish = (piece: string): boolean => complaintWishes.some((wish) => wished.get(piece) === wish);
    const mattersIn = (all: readonly string[]) => all.flatMap((piece) => matterIn(matters, piece) ?? []);
    const told = mattersIn(pieces.filter((piece) => !isWish(piece)));
    const named = told.length > 0 ? told : mattersIn(pieces);
    const isFiling = pieces.some((piece) => clearly(matters, piece) === filing);
    return {
      matter: named.toSorted((a, b) => compareSeverity(b, a))[0] ?? null,
      wishes: complaintWishes.filter((wish) => [...wished.values()].includes(wish)),
      tells: named.length > 0 ? 'matter' : isFiling ? 'filing' : 'nothing',
    };
  }

  /** An answer to what was shown: what it says instead, and whether it rules the shown matter out ("it is not about the bill, he was rude"). */
  async readCorrection(
    text: string,
    shown: ComplaintMatter,
  ): Promise<ComplaintReading & { isRuledOut: boolean }> {
    const matters = await this.matters;
    // "Koi aaya hi nahi" has the form of what is ruled out, and tells of a trouble all the same: of another kind than the shown one.
    const out = ruledOutIn(text).filter(({ start, end }) => {
      const named = likeliest(matters, text.slice(start, end));
      return named !== null && matterRules[named].category === matterRules[shown].category;
    });
    const said = out.reduce(
      (rest, { start, end }) => rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end),
      text,
    );
    return { ...(await this.read(said)), isRuledOut: out.length > 0 };
  }

  /** Whether a part of a message orders another visit, beside what is complained of. */
  async orders(text: string): Promise<boolean> {
    return clearly(await this.wishes, legible(text)) === 'order';
  }

  /** Null where it is not clear. */
  async stepIn(text: string): Promise<CaseStep | null> {
    return clearly(await this.steps, legible(text.replace(/\s+/g, ' '))) as CaseStep | null;
  }

  private learn(name: string, lines: readonly LabelledExample[]): Promise<TextClassifier> {
    const examples = lines.map(({ text, label }) => ({ text: legible(text), label }));
    const learned = this.models.learnedApart(name, examples, {
      train: () => learnClassifierApart(examples),
      fromBytes: (bytes) => TextClassifier.fromBytes(bytes),
    });
    // Whoever reads hears of it.
    learned.catch(() => {});
    return learned;
  }
}

function matterIn(model: TextClassifier, piece: string): ComplaintMatter | null {
  const labels = model.predict(piece);
  const best = labels[0]!;
  if (best.label === unsaid || best.label === filing) return null;
  const matter = best.label as ComplaintMatter;
  const { category, severity } = matterRules[matter];
  // What is clearly of a kind is clear, though it be either of two in it.
  const alike = labels.filter(({ label }) => matterRules[label as ComplaintMatter]?.category === category);
  const confidence = alike.reduce((sum, each) => sum + each.confidence, 0);
  return confidence >= (severity === 'critical' ? clearlyCritical : clear) ? matter : null;
}

/** However unclear: of what is ruled out, a guess is enough to ask. */
function likeliest(model: TextClassifier, text: string): ComplaintMatter | null {
  const best = model.predict(legible(text)).find(({ label }) => label !== unsaid && label !== filing);
  return best ? (best.label as ComplaintMatter) : null;
}

function clearly(model: TextClassifier, piece: string): string | null {
  const [best] = model.predict(piece);
  return best && best.confidence >= clear ? best.label : null;
}

function legible(text: string): string {
  return inLatin(text.toLowerCase());
}

/** The whole, where it is short, and each thing said in it; of a message of nothing but commas the first. */
function piecesOf(text: string): string[] {
  const whole = text.trim().length <= longestWhole ? [text] : [];
  const parts = partsOf(text)
    .slice(0, mostParts)
    .map((part) => part.text)
    .filter((part) => part.split(/\s+/).length >= shortestPartWords);
  return [...new Set([...whole, ...parts])].map(legible);
}
