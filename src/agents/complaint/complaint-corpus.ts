// What the reading of complaints learns from: the files in matters/ and wishes/. A trouble is told inside of other words ("the plumber you sent last
// week …"), and those must not weigh: each line is learned alone and in two of the ways in which troubles are told (carriers.txt).
import type { LabelledExample } from '#libs/nlu';
import { labelledLinesIn, linesOf } from '../language/corpus.js';
import { matterRules, type ComplaintMatter } from './matters.js';

/** The labels of what tells nothing of what happened: anger and the like, and that a complaint is to be made. */
export const unsaid = 'unsaid';
export const filing = 'filing';
/** The label of what wishes for nothing. */
const nothing = 'nothing';

const carriersOfEach = 2;

/** The troubles in which nobody is in danger, in the words of those who tell of them. */
export function harmlessTroubles(): string[] {
  const isDangerous = (label: string): boolean =>
    matterRules[label as ComplaintMatter].severity === 'critical';
  return matterExamples()
    .filter(({ label }) => isTrouble(label) && !isDangerous(label))
    .map(({ text }) => text);
}

export function matterExamples(): LabelledExample[] {
  const lines = labelledLinesIn(new URL('./matters/', import.meta.url));
  const carriers = linesOf(new URL('./carriers.txt', import.meta.url));
  const carried = lines
    .filter(({ label }) => isTrouble(label))
    .flatMap(({ text, label }, nth) =>
      Array.from({ length: carriersOfEach }, (_, each) => {
        const carrier = carriers[(nth * carriersOfEach + each) % carriers.length]!;
        return { text: carrier.replace('{}', text), label };
      }),
    );
  return [...lines, ...carried];
}

const isTrouble = (label: string): boolean => label !== unsaid && label !== filing;

/** Whoever tells of a trouble wishes for nothing by that. */
export function wishExamples(): LabelledExample[] {
  const troubles = matterExamples().filter(({ label }, nth) => isTrouble(label) && nth % 4 === 0);
  return [
    ...labelledLinesIn(new URL('./wishes/', import.meta.url)),
    ...troubles.map(({ text }) => ({ text, label: nothing })),
  ];
}
