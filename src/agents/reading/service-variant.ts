// Services that there are for women and for men: of the two the one that fits whom the message says that it is for.
import type { ServiceRef } from '../language/service.recogniser.js';

type Person = 'man' | 'woman';

const men = String.raw`husband|hubby|father|dad|papa|son|brother|grandfather|dada(?:ji)?|boyfriend|uncle|him|men|man|gents?|boys?|male|pati|bete|beta|bhai|pitaji`;
const women = String.raw`wife|mother|mom|mum|mummy|mumma|daughter|sister|grandmother|dadi|girlfriend|aunt(?:y|ie)?|her|women|woman|lad(?:y|ies)|girls?|female|patni|biwi|beti|behen|bahan|maa`;
const ofHindi = String.raw`(?:ke liye|ka|ki|ke|ko|के लिए|का|की|के|को)`;
/** Only where it is said to be for them: "my husband is at home" is not. */
const isFor = (people: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{M}])(?:for\s+(?:(?:my|our|the|a|an|\d+|two|old|elderly)\s+)*(?:${people})|(?:${people})(?:'s|’s)|(?:${people})\s+(?:needs?|wants?|${ofHindi}))(?![\p{L}\p{M}])`,
    'iu',
  );
const forMan = isFor(`${men}|पति|पापा|बेटे|भाई|पिताजी|आदमी`);
const forWoman = isFor(`${women}|पत्नी|मम्मी|माँ|बेटी|बहन|औरत`);
const named = {
  woman: /\b(?:wom[ae]n(?:['’]?s)?|ladies)\b/i,
  man: /\b(?:m[ae]n(?:['’]?s)?|gents)\b/i,
} as const;
const kindless = new Set(['at', 'home', 'for', 'and', 'with', 'the', 'styling', 'up']);

/** Null where the message does not say, or names both. */
export function personIn(text: string): Person | null {
  const [man, woman] = [forMan.test(text), forWoman.test(text)];
  return man === woman ? null : man ? 'man' : 'woman';
}

/**
 * The one of `services` that is the same as `service`, for the person the message says; null where it is for anybody, fits already, or has no such
 * counterpart.
 */
export function variantFor<Service extends Pick<ServiceRef, 'id' | 'name' | 'category'>>(
  service: Pick<ServiceRef, 'id' | 'name' | 'category'>,
  text: string,
  services: readonly Service[],
): Service | null {
  const person = personIn(text);
  const other = person === 'man' ? 'woman' : 'man';
  if (person === null || !named[other].test(service.name)) return null;
  const kind = kindOf(service.name);
  const counterparts = services
    .filter((each) => named[person].test(each.name) && each.id !== service.id)
    .map((each) => ({ each, shared: kindOf(each.name).filter((word) => kind.includes(word)).length }))
    .filter(({ shared }) => shared > 0)
    .toSorted((a, b) => b.shared - a.shared);
  return counterparts[0]?.each ?? null;
}

/** "Massage", "haircut": what is done, of a name. */
function kindOf(name: string): string[] {
  const bare = name.toLowerCase().replace(named.woman, ' ').replace(named.man, ' ');
  return (bare.match(/\p{L}+/gu) ?? []).filter((word) => word.length > 2 && !kindless.has(word));
}
