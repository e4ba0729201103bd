// Which service a customer means, learned from the catalogue: its names, and the ways customers say that they need it.
import { learnOpenSetApart, OpenSetClassifier, type LabelledExample, type OpenSetReading } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';
import { withoutPlaces } from '../reading/address-signs.js';
import type { ModelStore } from './model.store.js';
import { foreignTexts, phrasesOf, spoken, withoutTalk, wordsOf, wrappedNames } from './service-corpus.js';

/** From here on a service is meant whatever else the words are: among details, corrections and questions, and in a story. */
export const clearService = 0.8;
/**
 * Of the foreign texts that are learned from, this share sounds as if a service were clearly meant. A third of them has the words of services
 * in other senses: of what people say otherwise it is a fraction (service.recogniser.spec.ts).
 */
const acceptance = { probability: clearService, share: 0.035 };
/** Less likely than this, no service was named. Between this and `clearService` one is meant only where one is asked for. */
const possible = 0.03;
/** What is left without the talk around it has to be a name. */
const plainly = 0.3;
/** If one is meant: from here on it is this one, and below it the likeliest are asked about. */
const sure = 0.55;
const plausible = 0.06;
const mostCandidates = 3;
/** A word in the names of so many services, of several categories, says what is done, and not to what. */
const namesOfDeed = 4;

/** A service as it is talked about. */
export type ServiceRef = Pick<ServiceRead, 'id' | 'slug' | 'name' | 'category'>;

export interface ServiceGuess {
  /** Meant, if any is; null when it is open between the candidates, or when there are none. */
  service: ServiceRef | null;
  /** What could be meant, likeliest first. */
  candidates: ServiceRef[];
  /** Probability that the first of the candidates is meant, 0 without one: that any service is, times that it is this one. */
  confidence: number;
}

export const noGuess: ServiceGuess = { service: null, candidates: [], confidence: 0 };

/** "Termites no, rats yes": they say whether, and not what. */
const answers =
  /(?<![\p{L}\p{M}])(?:yes|yeah|no|ok|okay|please|haan|han|nahi|nahin|nhi|हाँ|हां|नहीं)(?![\p{L}\p{M}])/giu;

export class ServiceRecogniser {
  /** What customers say for each service, by its slug. */
  readonly phrases: readonly LabelledExample[];
  /** None where nothing can be booked. */
  private readonly classifier: OpenSetClassifier | null;
  private readonly bySlug: ReadonlyMap<string, ServiceRead>;
  private readonly byId: ReadonlyMap<string, ServiceRead>;
  /** Words that say what is done, and not to what. */
  private readonly deeds: ReadonlySet<string>;

  /** The same as the constructor, and what is to be learned is learned in a thread of its own. */
  static async learnedApart(
    services: readonly ServiceRead[],
    models: ModelStore,
  ): Promise<ServiceRecogniser> {
    if (services.length === 0) return new ServiceRecogniser(services, models);
    const material = materialOf(services);
    const classifier = await models.learnedApart('services', material, {
      train: () => learnOpenSetApart(material.corpus, { acceptance }),
      fromBytes: (bytes) => OpenSetClassifier.fromBytes(bytes),
    });
    return new ServiceRecogniser(services, models, classifier);
  }

  /** @param classifier of exactly these services, where it was learned already */
  constructor(services: readonly ServiceRead[], models: ModelStore, classifier?: OpenSetClassifier) {
    this.bySlug = new Map(services.map((service) => [service.slug, service]));
    this.byId = new Map(services.map((service) => [service.id, service]));
    this.deeds = deedsOf(services);
    this.phrases = phrasesOf(services);
    this.classifier = classifier ?? (services.length === 0 ? null : learnedHere(services, models));
  }

  /**
   * @param text what one thing is said in, without the facts (times, places) that were understood otherwise
   * @param weigh a second opinion on what the words say
   */
  recognise(text: string, weigh = (reading: OpenSetReading): OpenSetReading => reading): ServiceGuess {
    const said = withoutPlaces(text).replace(answers, ' ');
    const guess = this.read(said, weigh);
    // "I want to book a … for tomorrow": much talk around a short name can drown it.
    const bare = guess.candidates.length > 0 ? guess : this.read(withoutTalk(said), weigh);
    return bare === guess || bare.confidence >= plainly ? bare : guess;
  }

  private read(text: string, weigh: (reading: OpenSetReading) => OpenSetReading): ServiceGuess {
    if (!this.classifier || !/\p{L}/u.test(text)) return noGuess;
    const { known, labels } = weigh(this.classifier.read(spoken(text)));
    const isOpen = this.saysOnlyDeeds(text);
    const confidence = known * labels[0]!.confidence;
    if (isOpen ? known < clearService : confidence < possible) return noGuess;
    const likely = labels.filter((each) => isOpen || each.confidence >= plausible).slice(0, mostCandidates);
    const candidates = likely.map(({ label }) => refOf(this.bySlug.get(label)!));
    const service = !isOpen && labels[0]!.confidence >= sure ? candidates[0]! : null;
    return { service, candidates, confidence };
  }

  /** "Cleaning", "a repair": words that many services have in their names name none of them. */
  private saysOnlyDeeds(text: string): boolean {
    const words = wordsOf(withoutTalk(text));
    return words.length > 0 && words.every((word) => this.deeds.has(word));
  }

  find(id: string): ServiceRead | undefined {
    return this.byId.get(id);
  }
}

/** Whatever the learning depends on. */
function materialOf(services: readonly ServiceRead[]) {
  const examples = [...phrasesOf(services), ...wrappedNames(services)];
  const corpus = {
    examples: examples.map(({ text, label }) => ({ text: spoken(text), label })),
    foreign: foreignTexts().map(spoken),
  };
  return { corpus, acceptance };
}

function learnedHere(services: readonly ServiceRead[], models: ModelStore): OpenSetClassifier {
  const material = materialOf(services);
  return models.learned('services', material, {
    train: () => OpenSetClassifier.train(material.corpus, { acceptance }),
    fromBytes: (bytes) => OpenSetClassifier.fromBytes(bytes),
  });
}

function refOf({ id, slug, name, category }: ServiceRead): ServiceRef {
  return { id, slug, name, category };
}

/** "Cleaning", "installation"; not "ac", of which the services are many, and all of one category. */
function deedsOf(services: readonly ServiceRead[]): Set<string> {
  const named = Map.groupBy(
    services.flatMap(({ name, category }) => [...new Set(wordsOf(name))].map((word) => ({ word, category }))),
    ({ word }) => word,
  );
  const isDeed = (names: readonly { category: string }[]): boolean =>
    names.length >= namesOfDeed && new Set(names.map(({ category }) => category)).size > 1;
  return new Set([...named].flatMap(([word, names]) => (isDeed(names) ? [word] : [])));
}
