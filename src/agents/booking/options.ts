// The size, number and extras of a service, as said in a message: "2 bhk", "3 ACs", "with foam wash".
import { compileGazetteer, extractEntities, type CompiledGazetteer, type Entity } from '#libs/nlu';
import type { ServiceRead } from '../toolbox.js';

export interface Options {
  /** Codes; at most one of each group. */
  attributes: string[];
  /** Null when no number of units was said. */
  quantity: number | null;
}

const mostUnits = 20;
const gazetteers = new WeakMap<ServiceRead, CompiledGazetteer>();

/** @param entities of `text` */
export function optionsIn(
  service: ServiceRead,
  text: string,
  entities: readonly Entity[],
  { now, timeZone }: { now: Date; timeZone: string },
): Options {
  const found =
    service.attributes.length === 0
      ? []
      : extractEntities(text, { now, timeZone, gazetteers: [termsOf(service)] });
  const named = found.flatMap((entity) =>
    entity.type === 'term' && entity.list === 'option' ? [entity.value] : [],
  );
  return { attributes: withoutRivals(service, [], named), quantity: quantityIn(service, text, entities) };
}

/** `before` and `named` together; of two that exclude each other the later one counts. */
export function withoutRivals(
  service: ServiceRead,
  before: readonly string[],
  named: readonly string[],
): string[] {
  const groupOf = new Map(service.attributes.map(({ code, group }) => [code, group ?? code]));
  const chosen = new Map([...before, ...named].map((code) => [groupOf.get(code), code]));
  return [...chosen.values()];
}

function termsOf(service: ServiceRead): CompiledGazetteer {
  let terms = gazetteers.get(service);
  if (!terms) {
    const entries = service.attributes.map(({ code, name, terms: said }) => ({
      value: code,
      terms: [name, ...said],
    }));
    terms = compileGazetteer({ name: 'option', entries });
    gazetteers.set(service, terms);
  }
  return terms;
}

/** "3 seater" counts seats, "two split ACs" ACs: the noun must be what the service is priced by. */
function quantityIn({ unit }: ServiceRead, text: string, entities: readonly Entity[]): number | null {
  if (!unit) return null;
  const noun = unit.toLowerCase().split(' ')[0]!;
  const counts = entities.flatMap((entity) => {
    if (entity.type !== 'number') return [];
    const after = text
      .slice(text.indexOf(entity.text))
      .toLowerCase()
      .split(/[\s-]+/)
      .slice(1, 3);
    return after.some((word) => word.startsWith(noun)) ? [entity.value] : [];
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total >= 1 && total <= mostUnits ? total : null;
}
