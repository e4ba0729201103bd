// What the generators of one block of demo data share: when "now" is, chance, and how ids, times and references are made.
import { addDays, instantAt, localDate } from '#libs/time';
import { SeededRandom } from './random.js';

/** Days and clock times of the demo data are meant in this zone, whatever the installation's zone is. */
export const timeZone = 'Asia/Kolkata';

const referenceAlphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const references = referenceAlphabet.length ** 6;

export class DemoScene {
  readonly random: SeededRandom;
  readonly today: string;

  /** @param block which multiple of the demo data this is, from 0; −1 for what exists once (places, catalogue) */
  constructor(
    readonly now: Date,
    readonly seed: number,
    readonly block: number,
  ) {
    this.random = new SeededRandom(seed, block);
    this.today = localDate(now, timeZone);
  }

  /** The identity and the time stamps of a row that was written at `at`. */
  row(at: Date): { id: string; createdAt: Date; updatedAt: Date } {
    return { id: this.random.id(at), ...demoStamps(at) };
  }

  minutesAgo(minutes: number): Date {
    return minutesAfter(this.now, -minutes);
  }

  /** Some moment between so many days ago and so many days ago. */
  daysAgo(from: number, to: number): Date {
    return this.minutesAgo(this.random.between(to * 1440, from * 1440));
  }

  /** The day so many days from today. */
  day(offset: number): string {
    return addDays(this.today, offset);
  }

  at(day: string, minute: number): Date {
    return instantAt(day, minute, timeZone);
  }
}

export function demoStamps(at: Date): { createdAt: Date; updatedAt: Date } {
  return { createdAt: at, updatedAt: at };
}

export function minutesAfter(instant: Date, minutes: number): Date {
  return new Date(instant.getTime() + minutes * 60_000);
}

/** Different for every `number` below 700 million, and looks like chance: multiplying by a coprime visits each value once. */
export function referenceOf(prefix: string, number: number): string {
  let rest = Number((BigInt(number) * 433_494_437n + 98_765_431n) % BigInt(references));
  let letters = '';
  for (let place = 0; place < 6; place++) {
    letters += referenceAlphabet[rest % referenceAlphabet.length];
    rest = Math.floor(rest / referenceAlphabet.length);
  }
  return `${prefix}-${letters}`;
}
