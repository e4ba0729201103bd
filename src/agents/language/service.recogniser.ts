// Which service a customer means, learned from the catalogue: its names, and the ways customers say that they need it.
import { inLatin, TextClassifier, type LabelledExample } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';
import { linesOf, loadIntentCorpus } from './corpus.js';
import type { ModelStore } from './model.store.js';

/** The label of what names no service. */
const none = 'none';
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
const carriersOfEach = 6;

/** Below this the customer has not named a service; between this and `sure` we ask which one was meant. */
const plausible = 0.15;
const sure = 0.55;
/** From here on the words say that no service was named. */
const noneForSure = 0.85;
/** From here on a service is clearly meant, even where the words were not a request: among details, corrections and questions. */
export const clearService = 0.8;
const mostCandidates = 3;

/** A service as it is talked about. */
export type ServiceRef = Pick<ServiceRead, 'id' | 'slug' | 'name' | 'category'>;

export interface ServiceGuess {
  /** Meant, as far as can be told; null when it is open between the candidates, or when there are none. */
  service: ServiceRef | null;
  /** What could be meant, likeliest first. */
  candidates: ServiceRef[];
  confidence: number;
}

export const noGuess: ServiceGuess = { service: null, candidates: [], confidence: 0 };

export class ServiceRecogniser {
  private readonly classifier: TextClassifier;
  private readonly bySlug: ReadonlyMap<string, ServiceRead>;
  private readonly byId: ReadonlyMap<string, ServiceRead>;

  constructor(services: readonly ServiceRead[], models: ModelStore) {
    this.bySlug = new Map(services.map((service) => [service.slug, service]));
    this.byId = new Map(services.map((service) => [service.id, service]));
    const wrapped = services.flatMap((service, index) => wrappedNames(service, index));
    const examples = [...services.flatMap(examplesOf), ...wrapped, ...examplesOfNone()];
    this.classifier = models.learned('services', examples, {
      train: () => TextClassifier.train(examples),
      fromBytes: (bytes) => TextClassifier.fromBytes(bytes),
    });
  }

  /** @param text what one thing is said in, without the facts (times, places) that were understood otherwise */
  recognise(text: string): ServiceGuess {
    const guess = this.read(text);
    // "I want to book a … for tomorrow": much talk around a short name can drown it.
    return guess.candidates.length > 0 ? guess : this.read(withoutTalk(text));
  }

  private read(text: string): ServiceGuess {
    if (!/\p{L}/u.test(text)) return noGuess;
    const all = this.classifier.predict(inLatin(text));
    const noneShare = all.find((guess) => guess.label === none)?.confidence ?? 0;
    if (noneShare >= noneForSure) return noGuess;
    // Politeness around a service pulls towards "none"; among the services the shares stay as they are.
    const shares = all
      .filter((guess) => guess.label !== none)
      .map(({ label, confidence }) => ({ label, share: confidence / (1 - noneShare) }));
    const likely = shares.filter(({ share }) => share >= plausible).slice(0, mostCandidates);
    const candidates = likely.map(({ label }) => refOf(this.bySlug.get(label)!));
    const confidence = likely[0]?.share ?? 0;
    return { service: confidence >= sure ? candidates[0]! : null, candidates, confidence };
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

function examplesOfNone(): LabelledExample[] {
  const { examples } = loadIntentCorpus();
  const spoken = serviceless.flatMap((intent) => {
    const own = examples.filter((example) => example.label === intent);
    const step = Math.max(1, Math.floor(own.length / linesOfEach));
    return own.filter((_, index) => index % step === 0).map((example) => example.text);
  });
  const written = linesOf(new URL('./no-service.txt', import.meta.url));
  const empty = carriers.map((carrier) => carrier.replace('{}', '').trim());
  return [...spoken, ...written, ...empty].map((text) => ({ text, label: none }));
}
