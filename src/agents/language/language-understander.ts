// What a customer's message means: what is asked for, part by part, and the facts in it.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  compileGazetteer,
  type IntentRecogniser,
  readEntities,
  SentimentReader,
  sentimentOf,
  type CompiledGazetteer,
  type Entity,
  type UnreadTime,
} from '#libs/nlu';
import { Settings } from '../../config/settings.js';
import { AgentTools, type CityRead, type ServiceRead } from '../agent-tools.js';
import { ModelReading, type MessageSpeaker } from './model-reading.js';
import { ModelStore } from './model.store.js';
import { SecondReading } from './second-reading.js';
import { deedsOf, settledIntents } from './settled-intents.js';
import { clearEnough } from './corpus.js';
import { PublishedModel, type LoadedModel } from '../training/published-model.js';
import { ruledOutIn } from '../reading/ruled-out.js';
import { echoIn } from '../reading/visit-echo.js';
import { partsOf, type TextPart } from '../reading/text-parts.js';
import { shippedIntents } from './shipped-intents.js';
import { ServiceMeanings } from './service-meanings.js';
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
  /** Digest of all that was learned of the catalogue. */
  edition: string;
}

interface LearnableCatalogue {
  services: readonly ServiceRead[];
  cities: readonly CityRead[];
  edition: string;
}

const bookingReference = { type: 'booking_reference', pattern: /\bBK-[2-9A-HJKMNP-Z]{6}\b/gi };
/** Of one ask, half of them its first and half its last; a message of nothing but commas must not cost a reading for each. */
const mostParts = 48;
const sentimentTimeoutMs = 100;
const plain = new Set(['provide_details', 'affirm', 'deny', 'greet', 'goodbye', 'help', 'repeat', 'recall']);
/** Say nothing about what is to be done; a number does ("2 bhk"). */
const facts = new Set(['date', 'time', 'time_range', 'pincode', 'phone', 'email', 'term']);

@Injectable()
export class LanguageUnderstander {
  private readonly intents: Promise<IntentRecogniser>;
  private learned?: Promise<Learned>;
  private relearning?: Promise<void>;

  /** What needs nothing of the database is learned while that is opened. */
  constructor(
    private readonly toolbox: AgentTools,
    private readonly models: ModelStore,
    private readonly settings: Settings,
    private readonly second: SecondReading,
    private readonly published: PublishedModel,
    private readonly meanings: ServiceMeanings,
    private readonly sentiments: SentimentReader,
    private readonly modelReading: ModelReading,
  ) {
    this.intents = shippedIntents(models);
    // Whoever waits for it hears of it.
    this.intents.catch(() => {});
  }

  /** Learns what there is to learn (intents from the corpus, services and cities from the catalogue), once: `relearn` does it again. */
  ready(): Promise<Learned> {
    this.learned ??= this.learn().catch((error) => {
      this.learned = undefined; // the catalogue was away: try again with the next message
      throw error;
    });
    return this.learned;
  }

  /**
   * Learns the catalogue as it is now, if it is another one than is known. Until that is done, in a thread of its own, everything is understood
   * as before. Of several calls at once the last one sees everything that was written before it.
   */
  relearn(): Promise<void> {
    const before = this.relearning ?? Promise.resolve();
    this.relearning = before.catch(() => {}).then(() => this.learnAnew());
    return this.relearning;
  }

  private async learnAnew(): Promise<void> {
    const known = await this.ready();
    const catalogue = await this.catalogue();
    if (catalogue.edition === known.edition) return;
    this.learned = Promise.resolve(await this.learnOf(catalogue));
  }

  /**
   * A configured model is asked where the embedded engine hears nothing that it knows.
   * @param speaker for whom a model may be asked
   */
  async understand(text: string, now: Date, speaker?: MessageSpeaker): Promise<TurnUnderstanding> {
    const understanding = await this.read(text, now);
    if (understanding.asks.some((ask) => ask.intents.length > 0) && isReadable(text)) return understanding;
    return this.askModel(understanding, (await this.ready()).catalogue, speaker);
  }

  /**
   * As the embedded engine alone understands it.
   * @param published the intent model that staff have published, if it can be used; else the shipped one reads
   */
  async read(text: string, now: Date, published?: LoadedModel | null): Promise<TurnUnderstanding> {
    const { intents: shipped, services, cities } = await this.ready();
    const model = published === undefined ? await this.published.read() : published;
    const intents = model?.recogniser ?? shipped;
    const { entities, excluded, unread } = readEntities(text, {
      now,
      timeZone: this.settings.BUSINESS_TIME_ZONE,
      gazetteers: [cities],
      patterns: [bookingReference],
    });
    const out = ruledOutIn(text);
    const { span } = echoIn(text);
    const unasked = [...out, ...(span ? [span] : []), ...entities.filter(({ type }) => facts.has(type))];
    const ruledOut = out.flatMap(({ start, end }) => {
      const { service, confidence } = services.recognise(text.slice(start, end));
      return service && confidence >= clearService ? [service] : [];
    });
    const read = await this.second.read(intents.recognise(text).segments, model);
    const segments = read.flatMap((segment) => deedsOf(segment));
    const pieces = segments.map((segment) => piecesOf(segment));
    const said = (part: TextPart): string => partWithout(part, unasked);
    const [guesses, sentiment] = await Promise.all([
      this.meanings.read([...segments, ...pieces.flat()].map(said), services),
      this.sentimentOf(text, segments),
    ]);
    const about = (part: TextPart): ServiceGuess => guesses.get(said(part))!;
    const asks = segments.map((segment, at): AskedIntent => {
      const { start, end } = segment;
      const parts = pieces[at]!.map((part) => ({ ...part, guess: about(part) }));
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
    return { text, asks, entities, ruledOut, excluded, unread, sentiment };
  }

  async service(id: string) {
    return (await this.ready()).services.find(id);
  }

  /** Plain answers and courtesies feel as their words do; whatever else is said is worth a closer look, if it takes no time. */
  private async sentimentOf(
    text: string,
    segments: readonly { intents: readonly { label: string }[] }[],
  ): Promise<number> {
    const isPlain = segments.every(({ intents }) => plain.has(intents[0]?.label ?? ''));
    const { score } = isPlain
      ? sentimentOf(text)
      : await this.sentiments.read(text, AbortSignal.timeout(sentimentTimeoutMs));
    return score;
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

  private async learn(): Promise<Learned> {
    return this.learnOf(await this.catalogue());
  }

  private async catalogue(): Promise<LearnableCatalogue> {
    const hands = this.toolbox.reading();
    const services = await hands.need('catalogue.list_services', {});
    const cities = await hands.need('catalogue.list_cities', {});
    const all = { services: services.items, cities: cities.items };
    return { ...all, edition: createHash('sha256').update(JSON.stringify(all)).digest('hex') };
  }

  private async learnOf({ services, cities, edition }: LearnableCatalogue): Promise<Learned> {
    return {
      intents: await this.intents,
      services: await ServiceRecogniser.learnedApart(services, this.models),
      catalogue: services,
      edition,
      cities: compileGazetteer({
        name: 'city',
        entries: cities.map((city) => ({ value: city.name, terms: [city.name, ...city.aliases] })),
      }),
    };
  }
}

/** The parts of one ask; of a message of nothing but commas the first and the last. */
function piecesOf({ text, start }: TextPart): TextPart[] {
  const all = partsOf(text, start);
  return all.toSpliced(mostParts / 2, Math.max(0, all.length - mostParts));
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

/** The words of a part of the message that are not of `stretches`: not when, where, or what is ruled out. */
function partWithout(part: TextPart, stretches: readonly { start: number; end: number }[]): string {
  return stretches.reduce((rest, { start, end }) => {
    const [from, to] = [Math.max(0, start - part.start), Math.min(rest.length, end - part.start)];
    return to > from ? rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to) : rest;
  }, part.text);
}
