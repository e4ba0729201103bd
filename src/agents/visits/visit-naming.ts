// Which of the visits a message names by their service or by who comes, and which it rules out by the same ("not the AC one, the other").
import { foldSound, inLatin, normaliseText } from '#libs/nlu';
import type { VisitRead } from './visit-read.js';
import type { NamingWord, ServiceVocabulary } from './visit-words.js';

export interface NamedVisits {
  /** Those that are named; null where nothing is named. */
  named: VisitRead[] | null;
  ruledOut: VisitRead[];
  /** Several services were named beside each other, and all of them are meant. */
  all: boolean;
  /** A service was named that none of the visits is for. */
  isStrange: boolean;
}

/** How near to the best a visit must come to be named as well. */
const nearlyAsGood = 0.85;
const shortestName = 3;

const joined = /(?<![\p{L}\p{M}])(?:and|aur|as well as|plus|both|dono|और|दोनों)(?![\p{L}\p{M}])|&/iu;
const thingBehind =
  /^\s*(?:one|ones|visit|booking|appointment|service|wal[aie]|val[aie]|वाल[ाीे])(?![\p{L}\p{M}])/iu;
const determinerBefore =
  /(?<![\p{L}\p{M}])(?:my|our|the|that|mer[aei]|apn[aei]|मेर[ाीे]|cancel|move|reschedule|shift|postpone)\s+(?:\p{L}+\s+)?$/iu;
const ruledOutBefore =
  /(?<![\p{L}\p{M}])(?:not|except(?: for)?|excluding|without|besides|other than|apart from|all but|everything but|leave|keep|don'?t (?:cancel|move|touch|shift|change))\s+(?:(?:for|the|my|our|that)\s+)*(?:\p{L}+\s+)?$/iu;
const ruledOutAfter =
  /^(?:\s*(?:one|visit|booking|wal[aie]|val[aie]|वाल[ाीे])(?![\p{L}\p{M}]))?\s*(?:(?:ko|को)\s+)?(?:(?:nahi|nahin|nhi|mat|नहीं|मत)(?=\s*(?:[,.;!।]|$|d(?:oo|u)sr|balki|दूसर))|(?:chhod|chod|rehne|rahne|छोड़|छोड़|रहने)\S*|ke (?:alawa|siva)|के (?:अलावा|सिवा)|(?:stays|should stay|can stay|is fine|is ok)(?![\p{L}\p{M}]))/iu;

/** @param text of the mention, without days, times and references */
export function namedVisits(
  text: string,
  visits: readonly VisitRead[],
  vocabulary: ServiceVocabulary,
): NamedVisits {
  const words = vocabulary.wordsIn(text);
  const isRuledOut = (word: NamingWord): boolean =>
    ruledOutBefore.test(text.slice(0, word.start)) || ruledOutAfter.test(text.slice(word.end));
  const people = byProvider(words, visits, isRuledOut);
  const free = words.filter((word) => !people.words.has(word));
  const services = byService(
    free.filter((word) => !isRuledOut(word)),
    visits,
    vocabulary,
    joined.test(text),
  );
  const without = byService(free.filter(isRuledOut), visits, vocabulary, true);
  const both =
    services.named && people.named && services.named.filter((visit) => people.named!.includes(visit));
  return {
    named: both ?? people.named ?? services.named,
    ruledOut: [...(without.named ?? []), ...people.ruledOut],
    all: services.all,
    isStrange:
      services.named === null &&
      free.some((word) => !isRuledOut(word) && isNamed(text, word) && vocabulary.namesAny(word.text)),
  };
}

function byService(
  words: readonly NamingWord[],
  visits: readonly VisitRead[],
  vocabulary: ServiceVocabulary,
  isList: boolean,
): { named: VisitRead[] | null; all: boolean } {
  const naming = words.filter(({ text }) =>
    visits.some(({ service }) => vocabulary.evidence(text, service) > 0),
  );
  if (naming.length === 0) return { named: null, all: false };
  const scored = visits.map((visit) => ({
    visit,
    score: words.reduce((sum, { text }) => sum + vocabulary.strength(text, visit.service), 0),
  }));
  const best = Math.max(...scored.map(({ score }) => score));
  const named = scored.filter(({ score }) => score >= best * nearlyAsGood).map(({ visit }) => visit);
  const others = naming.filter(({ text }) =>
    named.every(({ service }) => vocabulary.evidence(text, service) === 0),
  );
  if (!isList || others.length === 0) return { named, all: false };
  const beside = byService(others, visits, vocabulary, true).named ?? [];
  return { named: [...new Set([...named, ...beside])], all: true };
}

function byProvider(
  words: readonly NamingWord[],
  visits: readonly VisitRead[],
  isRuledOut: (word: NamingWord) => boolean,
): { named: VisitRead[] | null; ruledOut: VisitRead[]; words: ReadonlySet<NamingWord> } {
  const namesOf = ({ provider }: VisitRead): string[] =>
    soundsIn(provider.name).filter((name) => name.length >= shortestName);
  const found = new Set(
    words.filter(({ text }) => visits.some((visit) => namesOf(visit).includes(soundOf(text)))),
  );
  const said = (visit: VisitRead, isOut: boolean): number =>
    [...found].filter((word) => isRuledOut(word) === isOut && namesOf(visit).includes(soundOf(word.text)))
      .length;
  const most = Math.max(0, ...visits.map((visit) => said(visit, false)));
  return {
    named: most > 0 ? visits.filter((visit) => said(visit, false) === most) : null,
    ruledOut: visits.filter((visit) => said(visit, true) > 0 && said(visit, false) === 0),
    words: found,
  };
}

/** "My haircut", "the haircut visit"; "we have exams" names nothing. */
function isNamed(text: string, { start, end }: NamingWord): boolean {
  return thingBehind.test(text.slice(end)) || determinerBefore.test(text.slice(0, start));
}

function soundsIn(name: string): string[] {
  return normaliseText(inLatin(name))
    .split(/[^\p{L}]+/u)
    .map(soundOf);
}

function soundOf(word: string): string {
  return foldSound(inLatin(word).toLowerCase());
}
