// Which service a customer means, learned from the catalogue: its names, and the ways customers say that they need it.
import { foldSound, inLatin, OpenSetClassifier, singularOf, type LabelledExample } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';
import { withoutPlaces } from '../reading/address-signs.js';
import { linesOf, loadIntentCorpus } from './corpus.js';
import type { ModelStore } from './model.store.js';

/** Intents whose utterances name no service: the recogniser learns from them what it must not take for one. */
const serviceless = [
  'affirm',
  'deny',
  'abandon',
  'recall',
  'greet',
  'thanks',
  'goodbye',
  'help',
  'repeat',
  'provide_details',
];
const linesOfEach = 25;
/** Every service is heard in this many of the ways in which customers wrap a name. */
const carriersOfEach = 8;

/** From here on a service is meant whatever else the words are: among details, corrections and questions, and in a story. */
export const clearService = 0.8;
/**
 * Of the foreign texts that are learned from, this share sounds as if a service were clearly meant. A third of them has the words of services
 * in other senses: of what people say otherwise it is a fraction (service.recogniser.spec.ts).
 */
const acceptance = { probability: clearService, share: 0.035 };
/** Less likely than this, no service was named. Between this and `clearService` one is meant only where one is asked for. */
const possible = 0.03;
/** If one is meant: from here on it is this one, and below it the likeliest are asked about. */
const sure = 0.65;
const plausible = 0.06;
const mostCandidates = 3;
/** A word in the names of so many services says what is done, and not to what. */
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

export class ServiceRecogniser {
  private readonly classifier: OpenSetClassifier;
  private readonly bySlug: ReadonlyMap<string, ServiceRead>;
  private readonly byId: ReadonlyMap<string, ServiceRead>;

  /** In how many names each word is. */
  private readonly namedWith = new Map<string, number>();

  constructor(services: readonly ServiceRead[], models: ModelStore) {
    this.bySlug = new Map(services.map((service) => [service.slug, service]));
    this.byId = new Map(services.map((service) => [service.id, service]));
    for (const word of services.flatMap(({ name }) => [...new Set(wordsOf(name))]))
      this.namedWith.set(word, (this.namedWith.get(word) ?? 0) + 1);
    // In an order of their own: what is learned must not hang on the order in which a database has them.
    const sorted = services.toSorted((one, other) => (one.slug < other.slug ? -1 : 1));
    const examples = [...sorted.flatMap(examplesOf), ...sorted.flatMap(wrappedNames)].map(({ text, label }) => ({
      text: spoken(text),
      label,
    }));
    const corpus = { examples, foreign: foreignTexts().map(spoken) };
    this.classifier = models.learned(
      'services',
      { corpus, acceptance },
      {
        train: () => OpenSetClassifier.train(corpus, { acceptance }),
        fromBytes: (bytes) => OpenSetClassifier.fromBytes(bytes),
      },
    );
  }

  /** @param text what one thing is said in, without the facts (times, places) that were understood otherwise */
  recognise(text: string): ServiceGuess {
    const said = withoutPlaces(text);
    const guess = this.read(said);
    // "I want to book a … for tomorrow": much talk around a short name can drown it.
    return guess.candidates.length > 0 ? guess : this.read(withoutTalk(said));
  }

  private read(text: string): ServiceGuess {
    if (!/\p{L}/u.test(text)) return noGuess;
    const { known, labels } = this.classifier.read(spoken(text));
    if (known < possible) return noGuess;
    const isOpen = this.saysOnlyDeeds(text);
    const likely = labels.filter(({ confidence }) => isOpen || confidence >= plausible).slice(0, mostCandidates);
    const candidates = likely.map(({ label }) => refOf(this.bySlug.get(label)!));
    const share = likely[0]?.confidence ?? 0;
    const service = !isOpen && share >= sure ? candidates[0]! : null;
    return { service, candidates, confidence: known * share };
  }

  /** "Cleaning", "a repair": words that many services have in their names name none of them. */
  private saysOnlyDeeds(text: string): boolean {
    const words = wordsOf(withoutTalk(text));
    return words.length > 0 && words.every((word) => (this.namedWith.get(word) ?? 0) >= namesOfDeed);
  }

  find(id: string): ServiceRead | undefined {
    return this.byId.get(id);
  }
}

function refOf({ id, slug, name, category }: ServiceRead): ServiceRef {
  return { id, slug, name, category };
}

const carriers = linesOf(new URL('./carriers.txt', import.meta.url));

const talk = new Set(
  carriers.flatMap(
    (carrier) =>
      carrier
        .replace('{}', '')
        .toLowerCase()
        .match(/\p{L}+/gu) ?? [],
  ),
);

function wordsOf(text: string): string[] {
  return spoken(text).match(/\p{L}+/gu) ?? [];
}

function withoutTalk(text: string): string {
  return (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => !talk.has(word.toLowerCase())).join(' ');
}

function examplesOf(service: ServiceRead): LabelledExample[] {
  return [service.name, ...service.phrases].map((text) => ({ text, label: service.slug }));
}

/** Its short names in some of the carriers, in others for each service. */
function wrappedNames(service: ServiceRead, index: number): LabelledExample[] {
  const names = [service.name, ...service.phrases].filter((name) => name.split(' ').length <= 4);
  return Array.from({ length: carriersOfEach }, (_, turn) => {
    const carrier = carriers[(index + turn * carriersOfEach) % carriers.length]!;
    return { text: carrier.replace('{}', names[turn % names.length]!), label: service.slug };
  });
}

function foreignTexts(): string[] {
  const { examples, outOfScope } = loadIntentCorpus();
  const answers = serviceless.flatMap((intent) => {
    const own = examples.filter((example) => example.label === intent);
    const step = Math.max(1, Math.floor(own.length / linesOfEach));
    return own.filter((_, index) => index % step === 0).map((example) => example.text);
  });
  const written = ['no-service.txt', 'other-senses.txt'].flatMap((file) =>
    linesOf(new URL(`./${file}`, import.meta.url)),
  );
  const empty = carriers.map((carrier) => carrier.replace('{}', '').trim());
  return [...answers, ...written, ...empty, ...outOfScope];
}

/** In the letters, and in the spelling, in which all texts are compared: "लगवाना", "lagwaana" and "lagvana" are one word, and so are "fan" and "fans". Numbers are sizes and counts: that there is one is enough. */
function spoken(text: string): string {
  return inLatin(text)
    .toLowerCase()
    .replace(/\d+(?:[.,]\d+)*/g, '0')
    .replace(/\p{L}+/gu, (word) => foldSound(singularOf(word)));
}
