// Where in a passage the words of a question stand, in whatever form, or as a synonym.
import { searchTerms } from '#libs/nlu';

export interface TextSpan {
  /** In characters; `end` is exclusive. */
  start: number;
  end: number;
}

/** More are no help to whoever reads. */
const mostMatches = 50;

/** @param question in the language of the passage */
export function matchesIn(passage: string, question: string): TextSpan[] {
  const asked = searchTerms(question);
  const stems = new Set(asked.map(({ stem }) => stem));
  const groups = new Set(asked.flatMap((term) => term.groups));
  return searchTerms(passage)
    .filter((term) => stems.has(term.stem) || term.groups.some((group) => groups.has(group)))
    .slice(0, mostMatches)
    .map(({ start, end }) => ({ start, end }));
}
