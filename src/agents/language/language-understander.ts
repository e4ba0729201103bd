// What a customer's message means: what is asked for, part by part, and the facts in it.
import { Injectable, Optional } from '@nestjs/common';
import { z } from 'zod';
import { LanguageModel, NoModel } from '#libs/llm';
import {
  compileGazetteer,
  IntentRecogniser,
  readEntities,
  sentimentOf,
  type CompiledGazetteer,
  type Entity,
  type UnreadTime,
} from '#libs/nlu';
import { Settings } from '../../config/settings.js';
import { AgentTools, type ServiceRead } from '../agent-tools.js';
import { loadIntentCorpus } from './corpus.js';
import { ModelStore } from './model.store.js';
import { clearEnough, SecondReading } from './second-reading.js';
import { deedsOf, settledIntents } from './settled-intents.js';
import { ruledOutIn } from '../reading/ruled-out.js';
import { echoIn } from '../reading/visit-echo.js';
import { partsOf, type TextPart } from '../reading/text-parts.js';
import {
  clearService,
  noGuess,
  ServiceRecogniser,
  type ServiceGuess,
  type ServiceRef,
} from './service.recogniser.js';

/** A stretch of the message that says one thing. */
export interface AskedIntent extends TextPart {
  /** Best first; empty when nothing known was heard. */
  intents: { name: string; confidence: number }[];
  /** Which service it is about. */
  guess: ServiceGuess;
  /** Its pieces, and which service each of them names. */
  parts: (TextPart & { guess: ServiceGuess })[];
}

export interface TurnUnderstanding {
  text: string;
  asks: AskedIntent[];
  entities: Entity[];
  /** Named only to say that they are not meant. */
  ruledOut: ServiceRef[];
  /** Days and times that the speaker rules out. */
  excluded: Entity[];
  /** Words about days and times that gave no value. */
  unread: UnreadTime[];
  /** -1 … +1. */
  sentiment: number;
}

interface Learned {
  intents: IntentRecogniser;
  services: ServiceRecogniser;
  cities: CompiledGazetteer;
  /** All that can be booked. */
  catalogue: readonly ServiceRead[];
}

const bookingReference = { type: 'booking_reference', pattern: /\bBK-[2-9A-HJKMNP-Z]{6}\b/gi };
/** Of one ask, half of them its first and half its last; a message of nothing but commas must not cost a reading for each. */
const mostParts = 48;
const modelTimeoutMs = 3_000;
/** Say nothing about what is to be done; a number does ("2 bhk"). */
const facts = new Set(['date', 'time', 'time_range', 'pincode', 'phone', 'email', 'term']);

@Injectable()
export class LanguageUnderstander {
  private learned?: Promise<Learned>;

  constructor(
    private readonly toolbox: AgentTools,
    private readonly models: ModelStore,
    private readonly settings: Settings,
    private readonly second: SecondReading,
    /** Where none is provided the embedded engine stands alone. */
    @Optional() private readonly model: LanguageModel = new NoModel(),
  ) {}

  /** Learns what there is to learn (intents from the corpus, services and cities from the catalogue), once. */
  ready(): Promise<Learned> {
    this.learned ??= this.learn().catch((error) => {
      this.learned = undefined; // the catalogue was away: try again with the next message
      throw error;
    });
    return this.learned;
  }

  async understand(text: string, now: Date): Promise<TurnUnderstanding> {
    const { intents, services, cities } = await this.ready();
    const { entities, excluded, unread } = readEntities(text, {
      now,
      timeZone: this.settings.BUSINESS_TIME_ZONE,
      gazetteers: [cities],
      patterns: [bookingReference],
    });
    const out = ruledOutIn(text);
    const { span } = echoIn(text);
    const unasked = [...out, ...(span ? [span] : []), ...entities.filter(({ type }) => facts.has(type))];
    const about = (part: TextPart): ServiceGuess => services.recognise(partWithout(part, unasked));
    const ruledOut = out.flatMap(({ start, end }) => {
      const { service, confidence } = services.recognise(text.slice(start, end));
      return service && confidence >= clearService ? [service] : [];
    });
    const read = await this.second.read(intents.recognise(text).segments);
    const segments = read.flatMap((segment) => deedsOf(segment));
    const asks = segments.map((segment): AskedIntent => {
      const { start, end } = segment;
      const all = partsOf(segment.text, start);
      const parts = all
        .toSpliced(mostParts / 2, Math.max(0, all.length - mostParts))
        .map((part) => ({ ...part, guess: about(part) }));
      const whole = parts.length > 1 ? [about(segment)] : [];
      return {
        text: segment.text,
        start,
        end,
        intents: settledIntents(
          segment,
          segments.length > 1 && out.some((each) => each.start <= start && each.end >= end),
        ),
        guess: clearest([...whole, ...parts.map((part) => part.guess)]),
        parts,
      };
    });
    const sentiment = sentimentOf(text).score;
    const understanding = { text, asks, entities, ruledOut, excluded, unread, sentiment };
    return asks.some((ask) => ask.intents.length > 0)
      ? understanding
      : this.askModel(understanding, intents.labels);
  }

  async service(id: string) {
    return (await this.ready()).services.find(id);
  }

  /**
   * The embedded engine heard nothing it knows: a configured model may hear an intent, out of those that exist. Never a yes: an
   * agreement that our own engine cannot make out is none.
   */
  private async askModel(
    understanding: TurnUnderstanding,
    labels: readonly string[],
  ): Promise<TurnUnderstanding> {
    const known = labels.filter((label) => label !== 'affirm');
    const heard = await this.model.ask({
      instruction: `Name the intents of this message to a home-services company, only from: ${known.join(', ')}. None fits: an empty list.`,
      input: understanding.text,
      answer: z.object({ intents: z.array(z.enum(known as [string, ...string[]])).max(3) }),
      timeoutMs: modelTimeoutMs,
    });
    if (!heard || heard.intents.length === 0) return understanding;
    const { text, asks } = understanding;
    const intents = heard.intents.map((name) => ({ name, confidence: clearEnough }));
    const guess = clearest(asks.map((ask) => ask.guess));
    const parts = asks.flatMap((ask) => ask.parts);
    return { ...understanding, asks: [{ text, start: 0, end: text.length, intents, guess, parts }] };
  }

  private learnIntents(): IntentRecogniser {
    const corpus = loadIntentCorpus();
    const options = { threshold: clearEnough };
    return this.models.learned(
      'intents',
      { corpus, options },
      {
        train: () => IntentRecogniser.train(corpus, options),
        fromBytes: (bytes) => IntentRecogniser.fromBytes(bytes),
      },
    );
  }

  private async learn(): Promise<Learned> {
    const hands = this.toolbox.reading();
    const services = await hands.need('catalogue.list_services', {});
    const cities = await hands.need('catalogue.list_cities', {});
    return {
      intents: this.learnIntents(),
      services: new ServiceRecogniser(services.items, this.models),
      catalogue: services.items,
      cities: compileGazetteer({
        name: 'city',
        entries: cities.items.map((city) => ({ value: city.name, terms: [city.name, ...city.aliases] })),
      }),
    };
  }
}

function clearest(guesses: readonly ServiceGuess[]): ServiceGuess {
  return guesses.reduce((best, guess) => (guess.confidence > best.confidence ? guess : best), noGuess);
}

/** The words of a part of the message that are not of `stretches`: not when, where, or what is ruled out. */
function partWithout(part: TextPart, stretches: readonly { start: number; end: number }[]): string {
  return stretches.reduce((rest, { start, end }) => {
    const [from, to] = [Math.max(0, start - part.start), Math.min(rest.length, end - part.start)];
    return to > from ? rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to) : rest;
  }, part.text);
}
