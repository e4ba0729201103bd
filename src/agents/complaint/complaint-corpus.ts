// What the reading of complaints learns from: the files in matters/ and wishes/. A trouble is told inside of other words ("the plumber you sent last
// week …"), and those must not weigh: each line is learned alone and in two of the ways in which troubles are told (carriers.txt).
import type { LabelledExample } from '#libs/nlu';
import { labelledLinesIn, linesOf } from '../language/corpus.js';

/** The label of what tells nothing of what happened. */
export const unsaid = 'unsaid';
/** The label of what wishes for nothing. */
const nothing = 'nothing';

const carriersOfEach = 2;

export function matterExamples(): LabelledExample[] {
  const lines = labelledLinesIn(new URL('./matters/', import.meta.url));
  const carriers = linesOf(new URL('./carriers.txt', import.meta.url));
  const carried = lines
    .filter(({ label }) => label !== unsaid)
    .flatMap(({ text, label }, nth) =>
      Array.from({ length: carriersOfEach }, (_, each) => {
        const carrier = carriers[(nth * carriersOfEach + each) % carriers.length]!;
        return { text: carrier.replace('{}', text), label };
      }),
    );
  return [...lines, ...carried];
}

/** Whoever tells of a trouble wishes for nothing by that. */
export function wishExamples(): LabelledExample[] {
  const troubles = matterExamples().filter(({ label }, nth) => label !== unsaid && nth % 4 === 0);
  return [
    ...labelledLinesIn(new URL('./wishes/', import.meta.url)),
    ...troubles.map(({ text }) => ({ text, label: nothing })),
  ];
}
