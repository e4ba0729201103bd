// Finds services by what a customer says. Pure: over the catalogue's copy in memory, see catalogue.copy.ts.
import { bestStretch, trigramsOf } from './word-similarity.js';

/** What a service is found by. */
export interface FindableService {
  id: string;
  name: string;
  phrases: readonly string[];
  subcategory: { name: string; category: { name: string } };
}

export interface FoundService<Service> {
  service: Service;
  /** 0 … 1. */
  score: number;
}

interface Text<Service> {
  service: Service;
  trigrams: ReadonlySet<string>;
  /** What it is worth to be found in this text. */
  weight: number;
  /** What it is worth that this text is found in what is said; 0: it is not looked for. */
  weightWithin: number;
}

/** Below it two texts have only stray trigrams in common: unrelated questions mostly stay under 0.33. */
const leastScore = 0.35;
/** Beside a good match a poor one is noise. */
const leastShareOfBest = 0.6;
/** What is said further on is not looked at: it bounds the time that a search takes. */
const mostCharacters = 60;

/**
 * Ranks services by how alike their names and the phrases of their customers are to what is said, in trigrams: typos cost little,
 * and Hindi, in either script, is found through the phrases. Made once for a catalogue, and then asked.
 */
export class ServiceFinder<Service extends FindableService> {
  private readonly texts: readonly Text<Service>[];
  /** For each trigram the texts that have it. */
  private readonly having = new Map<string, number[]>();

  constructor(services: readonly Service[]) {
    this.texts = services.flatMap(textsOf);
    this.texts.forEach(({ trigrams }, index) => {
      for (const trigram of trigrams) {
        const known = this.having.get(trigram);
        if (known) known.push(index);
        else this.having.set(trigram, [index]);
      }
    });
  }

  /** Best match first. @param eligible which services are wanted at all */
  find(said: string, eligible: (service: Service) => boolean): FoundService<Service>[] {
    const trigrams = new Set(trigramsOf(said.slice(0, mostCharacters)));
    const best = new Map<Service, number>();
    this.inCommon(trigrams).forEach((common, index) => {
      const text = this.texts[index]!;
      const known = best.get(text.service) ?? leastScore;
      const score = common > 0 ? scoreOf(trigrams, text, common, known) : 0;
      if (score >= known) best.set(text.service, score);
    });
    const found = [...best]
      .map(([service, score]) => ({ service, score }))
      .filter(({ service }) => eligible(service))
      .sort((a, b) => b.score - a.score || a.service.name.localeCompare(b.service.name));
    return found.filter(({ score }) => score >= leastShareOfBest * found[0]!.score);
  }

  /** How many of the trigrams each text has. */
  private inCommon(trigrams: ReadonlySet<string>): Uint8Array {
    const counts = new Uint8Array(this.texts.length);
    for (const trigram of trigrams) for (const index of this.having.get(trigram) ?? []) counts[index]!++;
    return counts;
  }
}

function textsOf<Service extends FindableService>(service: Service): Text<Service>[] {
  const text = (words: string, weight: number, weightWithin = 0): Text<Service> => ({
    service,
    weight,
    weightWithin,
    trigrams: new Set(trigramsOf(words)),
  });
  return [
    text(service.name, 1),
    ...service.phrases.map((phrase) => text(phrase, 0.9, 0.8)),
    text(service.subcategory.name, 0.7),
    text(service.subcategory.category.name, 0.6),
  ];
}

/** Whichever is shorter is looked for in the other: customers say less than a phrase, or much more. */
function scoreOf(said: ReadonlySet<string>, text: Text<unknown>, common: number, toReach: number): number {
  const within = text.weightWithin > 0 && text.trigrams.size < said.size;
  const [sought, other, weight] = within
    ? [text.trigrams, said, text.weightWithin]
    : [said, text.trigrams, text.weight];
  // No stretch is better than all that they have in common, and for most texts even that is not enough.
  if ((weight * common) / sought.size < toReach) return 0;
  const found = Array.from(other, (trigram) => sought.has(trigram));
  return weight * bestStretch(sought.size, found);
}
