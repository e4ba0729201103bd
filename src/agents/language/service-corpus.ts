// What the service recogniser learns from: the catalogue's names and phrases, in the ways in which customers wrap them, and what names none
// of them.
import { foldSound, inLatin, singularOf, type LabelledExample } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';
import { linesOf, loadIntentCorpus } from './corpus.js';

/** Intents whose utterances name no service. */
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

/** `text` without the words that customers wrap the name of a service in. */
export function withoutTalk(text: string): string {
  return (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => !talk.has(word.toLowerCase())).join(' ');
}

/** What customers say for each service, by its slug. Ordered by slug: what is learned must not hang on the order in which a database has them. */
export function phrasesOf(services: readonly ServiceRead[]): LabelledExample[] {
  return inOrder(services).flatMap((service) =>
    [service.name, ...service.phrases].map((text) => ({ text, label: service.slug })),
  );
}

/** Short names in some of the carriers, in others for each service. */
export function wrappedNames(services: readonly ServiceRead[]): LabelledExample[] {
  return inOrder(services).flatMap((service, index) => {
    const names = [service.name, ...service.phrases].filter((name) => name.split(' ').length <= 4);
    return Array.from({ length: carriersOfEach }, (_, turn) => {
      const carrier = carriers[(index + turn * carriersOfEach) % carriers.length]!;
      return { text: carrier.replace('{}', names[turn % names.length]!), label: service.slug };
    });
  });
}

function inOrder(services: readonly ServiceRead[]): ServiceRead[] {
  return services.toSorted((one, other) => (one.slug < other.slug ? -1 : 1));
}

/** Texts that name no service. */
export function foreignTexts(): string[] {
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

/**
 * In the letters, and in the spelling, in which all texts are compared: "लगवाना", "lagwaana" and "lagvana" are one word, and so are "fan" and
 * "fans". Numbers are sizes and counts: that there is one is enough.
 */
export function spoken(text: string): string {
  return inLatin(text)
    .toLowerCase()
    .replace(/\d+(?:[.,]\d+)*/g, '0')
    .replace(/\p{L}+/gu, (word) => foldSound(singularOf(word)));
}

/** As they are compared. */
export function wordsOf(text: string): string[] {
  return spoken(text).match(/\p{L}+/gu) ?? [];
}
