// What a customer's message means: what is asked for, part by part, and the facts in it.
import { Injectable } from '@nestjs/common';
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
import { ModelReading, type MessageSpeaker } from './model-reading.js';
import { ModelStore } from './model.store.js';
import { clearEnough, SecondReading } from './second-reading.js';
import { partsOf, type TextPart } from '../reading/text-parts.js';
import { noGuess, ServiceRecogniser, type ServiceGuess } from './service.recogniser.js';

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
    private readonly modelReading: ModelReading,
  ) {}

  /** Learns what there is to learn (intents from the corpus, services and cities from the catalogue), once. */
  ready(): Promise<Learned> {
    this.learned ??= this.learn().catch((error) => {
      this.learned = undefined; // the catalogue was away: try again with the next message
      throw error;
    });
    return this.learned;
  }

  /** @param speaker for whom a model may be asked */
  async understand(text: string, now: Date, speaker?: MessageSpeaker): Promise<TurnUnderstanding> {
    const { intents, services, cities, catalogue } = await this.ready();
    const { entities, excluded, unread } = readEntities(text, {
      now,
      timeZone: this.settings.BUSINESS_TIME_ZONE,
      gazetteers: [cities],
      patterns: [bookingReference],
    });
    const about = (part: TextPart): ServiceGuess => services.recognise(withoutFacts(part, entities));
    const segments = await this.second.read(intents.recognise(text).segments);
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
        intents: segment.intents.map(({ label, confidence }) => ({ name: label, confidence })),
        guess: clearest([...whole, ...parts.map((part) => part.guess)]),
        parts,
      };
    });
    const understanding = { text, asks, entities, excluded, unread, sentiment: sentimentOf(text).score };
    return asks.some((ask) => ask.intents.length > 0) && isReadable(text)
      ? understanding
      : this.askModel(understanding, catalogue, speaker);
  }

  async service(id: string) {
    return (await this.ready()).services.find(id);
  }

  /** The embedded engine heard nothing it knows, or cannot read the letters: a configured model may hear something that exists. */
  private async askModel(
    understanding: TurnUnderstanding,
    catalogue: readonly ServiceRead[],
    speaker: MessageSpeaker | undefined,
  ): Promise<TurnUnderstanding> {
    const { text, asks } = understanding;
    const heard = await this.modelReading.read(text, catalogue, speaker);
    if (!heard) return understanding;
    const intents = heard.intents.map((name) => ({ name, confidence: clearEnough }));
    const { service } = heard;
    const named = service ? { service, candidates: [service], confidence: clearEnough } : noGuess;
    const guess = clearest([...asks.map((ask) => ask.guess), named]);
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

/** Of the letters that the engine knows, mostly: in others it hears numbers, and takes them for all that was said. */
function isReadable(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const known = text.match(/[\p{Script=Latin}\p{Script=Devanagari}]/gu)?.length ?? 0;
  return known * 2 >= letters;
}

function clearest(guesses: readonly ServiceGuess[]): ServiceGuess {
  return guesses.reduce((best, guess) => (guess.confidence > best.confidence ? guess : best), noGuess);
}

/** The words of a stretch of the message that are not when or where. */
function withoutFacts(segment: TextPart, entities: readonly Entity[]): string {
  const inside = entities.filter(
    ({ type, start, end }) => facts.has(type) && start >= segment.start && end <= segment.end,
  );
  return inside.reduceRight(
    (rest, { start, end }) => `${rest.slice(0, start - segment.start)} ${rest.slice(end - segment.start)}`,
    segment.text,
  );
}
