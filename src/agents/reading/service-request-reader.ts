// Which services a message asks for, one or several ("AC service, sofa cleaning and a carpenter").
import type { Entity } from '#libs/nlu';
import type { AskedIntent } from '../language/language-understander.js';
import type { ServiceRef } from '../language/service.recogniser.js';
import { functionWords } from '../visits/function-words.js';
import type { TextPart } from './text-parts.js';

/** A further service has to be named more clearly than the only one. */
const clear = 0.85;
const sizes = new Set(['bhk', 'rk', 'bedroom', 'bedrooms', 'seater', 'sqft', 'ton', 'litre', 'star']);
const besideSize = new Set([...functionWords, 'flat', 'house', 'home', 'apartment', 'villa', 'size', 'sorry', 'actually', 'wait']); // prettier-ignore
const joins = /\b(?:and|also|plus|aur)\b|और|&/iu;

export interface ServiceRequest {
  service: ServiceRef;
  /** Where in the message it is named. */
  start: number;
  end: number;
}

/**
 * In the order in which they are said. What is told of one job in several ways is one request: without an "and" between them,
 * services of one trade are the same ("plumber needed, tap leaking").
 */
export function requestsIn(text: string, asks: readonly AskedIntent[]): ServiceRequest[] {
  const found: ServiceRequest[] = [];
  const asksElse = (part: TextPart): boolean =>
    asks.some((ask) =>
      ask.parts.some((other) => other !== part && namesOne(other) && !saysOnlySize(other.text)),
    );
  for (const { parts, guess, start, end } of asks) {
    const named = parts.filter(
      (part, index) =>
        namesOne(part) && (index === 0 || !goesOn(part)) && !(saysOnlySize(part.text) && asksElse(part)),
    );
    for (const part of named) {
      const service = part.guess.service!;
      const last = found.at(-1);
      const sameJob =
        last && service.category === last.service.category && !joins.test(text.slice(last.end, part.start));
      if (!sameJob && !found.some((other) => other.service.id === service.id))
        found.push({ service, start: part.start, end: part.end });
    }
    if (named.length === 0 && guess.service) found.push({ service: guess.service, start, end });
  }
  return found;
}

/** "Bed bugs, 1 bhk": a size asks for nothing beside what it is the size of. */
function saysOnlySize(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return (
    words.some((word) => sizes.has(word)) && words.every((word) => sizes.has(word) || besideSize.has(word))
  );
}

function namesOne({ guess }: AskedIntent['parts'][number]): boolean {
  return guess.service !== null && guess.confidence >= clear;
}

/** "… and tripping the mcb" tells more of what was named before; "… and cleaning the sofa" does not. */
function goesOn({ text, guess }: AskedIntent['parts'][number]): boolean {
  const first = /^\p{L}+ing\b/iu.exec(text)?.[0].toLowerCase();
  return first !== undefined && !guess.service!.name.toLowerCase().includes(first);
}

/** The part of `said` that is about each request, in which its size and number stand. */
export function scopesOf(said: string, requests: readonly ServiceRequest[]): string[] {
  return requests.map((_, index) => {
    const [from, to] = scopeOf(requests, index);
    return said.slice(from, to);
  });
}

function scopeOf(requests: readonly ServiceRequest[], index: number): [from: number, to: number] {
  return [index === 0 ? 0 : requests[index]!.start, requests[index + 1]?.start ?? Infinity];
}

/**
 * The entities that are about each request: "plumber at 10 and electrician at 12". What is said once is about all of them.
 * @returns as many lists as there are requests
 */
export function sharedOut(entities: readonly Entity[], requests: readonly ServiceRequest[]): Entity[][] {
  const isTime = ({ type }: Entity): boolean => type === 'time' || type === 'time_range';
  const own = requests.map((_, index) => {
    const [from, to] = scopeOf(requests, index);
    return entities.filter(({ start }) => start >= from && start < to);
  });
  if (own.every((list) => list.some(isTime))) return own;
  // "A plumber and an electrician, at 11 and at 2": as many times as requests are theirs in order, and so are days.
  const inOrder = (isOf: (entity: Entity) => boolean): ((entity: Entity, index: number) => boolean) => {
    const values = entities.filter(isOf);
    return values.length === requests.length && requests.length > 1
      ? (entity, index) => !isOf(entity) || entity === values[index]
      : () => true;
  };
  const [hasTime, hasDay] = [inOrder(isTime), inOrder(({ type }) => type === 'date')];
  return requests.map((_, index) =>
    entities.filter((entity) => hasTime(entity, index) && hasDay(entity, index)),
  );
}
