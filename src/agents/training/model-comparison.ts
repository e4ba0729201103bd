// How a model understands lines that it has not learned, beside the model that stands.
import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import type { IntentRecogniser } from '#libs/nlu';

const share = z.number().min(0).max(1);
const heardView = z.array(z.string());

const changedLine = z.object({
  text: z.string().nullable().describe('Null of an example of staff: see `exampleId`.'),
  exampleId: z.uuid().nullable(),
  expected: heardView.describe('Empty: none of our business.'),
  heard: heardView,
  before: heardView,
  isRight: z.boolean(),
  wasRight: z.boolean(),
});

export const modelComparison = z.object({
  against: z.object({
    id: z.uuid().nullable().describe('Null for the model that comes with the program.'),
    number: z.int().nullable(),
  }),
  heldOut: z.object({ lines: z.int(), accuracy: share, before: share }),
  noneRejected: z
    .object({ lines: z.int(), rate: share, before: share })
    .describe('Of the held-out lines that are none of our business: in how many nothing was heard.'),
  examples: z
    .object({ lines: z.int(), accuracy: share, before: share })
    .nullable()
    .describe(
      'Of the examples of staff: each is read by a model that has learned the others (cross-validation). `before` is the standing model, which may have learned them.',
    ),
  intents: z
    .array(z.object({ intent: z.string(), lines: z.int(), right: z.int(), before: z.int() }))
    .describe('Of the held-out lines; `none` for what is none of our business.'),
  changed: z.array(changedLine).describe('Lines that the two understand differently, at most 200.'),
  changedCount: z.int(),
});
export type ModelComparison = z.output<typeof modelComparison>;

/** A line with what was meant. */
export interface MeasuredLine {
  text: string;
  /** Empty: none of our business. */
  intents: readonly string[];
}

/** A line as one model understands it, in the order in which the intents are said. */
export type Heard = readonly string[];

export interface ReadLines<Line extends MeasuredLine = MeasuredLine> {
  lines: readonly Line[];
  heard: readonly Heard[];
  before: readonly Heard[];
}

const mostChanged = 200;
/** Lines that are read before others get their turn: about 5 ms. */
const atOnce = 20;

/** On the thread of whoever calls, which breathes in between. */
export async function readLines(
  recogniser: IntentRecogniser,
  lines: readonly MeasuredLine[],
  signal: AbortSignal,
): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const [index, { text }] of lines.entries()) {
    if (index % atOnce === 0) await breathe();
    signal.throwIfAborted();
    heard.push(recogniser.recognise(text).intents.map(({ name }) => name));
  }
  return heard;
}

/** One intent has to be heard first, several all and nothing else, and of what is none of our business nothing. */
export function isHeard({ intents }: MeasuredLine, heard: Heard): boolean {
  if (intents.length === 1) return heard[0] === intents[0];
  return heard.toSorted().join() === [...intents].sort().join();
}

export function compareModels(
  against: ModelComparison['against'],
  heldOut: ReadLines,
  examples: ReadLines<MeasuredLine & { id: string }>,
): ModelComparison {
  const none = partOf(heldOut, ({ intents }) => intents.length === 0);
  const changed = [
    ...changedIn(heldOut).map(({ line, ...rest }) => ({ text: line.text, exampleId: null, ...rest })),
    ...changedIn(examples).map(({ line, ...rest }) => ({ text: null, exampleId: line.id, ...rest })),
  ];
  return {
    against,
    heldOut: { lines: heldOut.lines.length, ...accuracyOf(heldOut) },
    noneRejected: {
      lines: none.lines.length,
      rate: accuracyOf(none).accuracy,
      before: accuracyOf(none).before,
    },
    examples: examples.lines.length > 0 ? { lines: examples.lines.length, ...accuracyOf(examples) } : null,
    intents: intentsOf(heldOut),
    changed: changed.slice(0, mostChanged),
    changedCount: changed.length,
  };
}

function accuracyOf(read: ReadLines): { accuracy: number; before: number } {
  const { lines } = read;
  const share = (heard: readonly Heard[]): number =>
    lines.length === 0 ? 1 : lines.filter((line, at) => isHeard(line, heard[at]!)).length / lines.length;
  return { accuracy: share(read.heard), before: share(read.before) };
}

function intentsOf(read: ReadLines): ModelComparison['intents'] {
  const names = [...new Set(read.lines.flatMap(namesOf))].sort();
  return names.map((intent) => {
    const { lines, heard, before } = partOf(read, (line) => namesOf(line).includes(intent));
    const count = (all: readonly Heard[]) => lines.filter((line, at) => isHeard(line, all[at]!)).length;
    return { intent, lines: lines.length, right: count(heard), before: count(before) };
  });
}

function namesOf({ intents }: MeasuredLine): readonly string[] {
  return intents.length > 0 ? intents : ['none'];
}

function partOf(read: ReadLines, is: (line: MeasuredLine) => boolean): ReadLines {
  const places = [...read.lines.keys()].filter((at) => is(read.lines[at]!));
  return {
    lines: places.map((at) => read.lines[at]!),
    heard: places.map((at) => read.heard[at]!),
    before: places.map((at) => read.before[at]!),
  };
}

/** Lost ones first. */
function changedIn<Line extends MeasuredLine>({ lines, heard, before }: ReadLines<Line>) {
  const changed = lines.flatMap((line, at) => {
    const [now, then] = [heard[at]!, before[at]!];
    if (now.join() === then.join()) return [];
    const judged = { isRight: isHeard(line, now), wasRight: isHeard(line, then) };
    return [{ line, expected: [...line.intents], heard: [...now], before: [...then], ...judged }];
  });
  const rank = (each: (typeof changed)[number]) => Number(each.isRight) - Number(each.wasRight);
  return changed.sort((one, other) => rank(one) - rank(other));
}
