// Which sentences of the passages that were found answer a question: the closest one, and those beside it that are about as close.
import { sentenceScore, type FoundPassage, type FoundSentence } from '#libs/nlu';

export interface ChosenSentences<Place extends { found: FoundPassage }> {
  place: Place;
  /** In the order of the passage. */
  sentences: FoundSentence[];
}

export interface Extract<Place extends { found: FoundPassage }> {
  chosen: ChosenSentences<Place>[];
  /** Rows of one table of which the question singles out none: which one is meant has to be asked. */
  rows: FoundSentence[];
  best: FoundSentence;
}

/** Passages of which sentences are taken: what stands further down is about something else. */
const passagesRead = 3;
const mostSentences = 3;
/** Of how close the closest sentence is. */
const asClose = 0.8;
const otherPassage = 0.75;
/** How much of the distance between two passages counts between their sentences. */
const passagePart = 0.3;
/** A table of so few rows is an answer as it stands. */
const shortTable = 5;
const mostRows = 6;
const sameCoverage = 0.05;
const sameMeaning = 0.2;

/** @param places the best first. Null where nothing was found */
export function extractFrom<Place extends { found: FoundPassage }>(
  places: readonly Place[],
): Extract<Place> | null {
  const top = places[0]?.found.score ?? 0;
  const candidates = places.slice(0, passagesRead).flatMap((place) =>
    place.found.sentences.map((sentence) => {
      const close = sentenceScore(sentence);
      return { place, sentence, close, score: close - passagePart * (top - place.found.score) };
    }),
  );
  const best = candidates.reduce<(typeof candidates)[number] | null>(
    (most, each) => (most && most.score >= each.score ? most : each),
    null,
  );
  if (!best) return null;
  const { place, sentence } = best;
  const table = tableAround(place.found.sentences, sentence);
  if (singlesOutNone(table, sentence)) {
    const isShort = table.length <= shortTable;
    const sentences = table.slice(0, isShort ? shortTable : mostRows);
    return { chosen: [{ place, sentences }], rows: isShort ? [] : sentences, best: sentence };
  }
  const near = candidates
    .filter((each) => each.place === place && each.close >= asClose * best.close)
    .sort((a, b) => b.close - a.close);
  const own = inOrder(near.slice(0, mostSentences).map((each) => each.sentence));
  const other = candidates
    .filter((each) => each.place !== place && each.score >= otherPassage * best.score)
    .sort((a, b) => b.score - a.score)[0];
  const chosen = [{ place, sentences: own }];
  if (other) {
    const rows = tableAround(other.place.found.sentences, other.sentence);
    const isWhole = rows.length <= shortTable && singlesOutNone(rows, other.sentence);
    chosen.push({ place: other.place, sentences: isWhole ? rows : [other.sentence] });
  }
  return { chosen, rows: [], best: sentence };
}

function inOrder(sentences: readonly FoundSentence[]): FoundSentence[] {
  return sentences.toSorted((a, b) => a.start - b.start);
}

/** "How long is the warranty?" names nothing by which one row of the table could be told from another. */
function singlesOutNone(table: readonly FoundSentence[], best: FoundSentence): boolean {
  if (table.length < 3) return false;
  const alike = table.filter(
    (row) => row.coverage >= best.coverage - sameCoverage && row.meaning >= best.meaning - sameMeaning,
  );
  return alike.length > table.length / 2;
}

/** The rows that stand together with this one. */
function tableAround(sentences: readonly FoundSentence[], row: FoundSentence): FoundSentence[] {
  const at = sentences.indexOf(row);
  const isRow = (place: number): boolean => sentences[place]?.kind === 'row';
  let [first, last] = [at, at];
  while (isRow(first - 1)) first--;
  while (isRow(last + 1)) last++;
  return isRow(at) ? sentences.slice(first, last + 1) : [];
}
