// `npm run eval`: plays a set of conversations (eval/conversations) and scores them; `npm run eval -- case ID` makes one of a real conversation.
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { BackgroundTasks } from '#libs/background';
import { readCommand } from '#libs/command';
import { StartRefused } from '#libs/errors';
import { LanguageModel } from '#libs/llm';
import { commandLines } from '../src/command-lines.js';
import { endRefused } from '../src/refusal.js';
import { playDialogue, totalExpected } from '../test/conversations/player.js';
import { dialogueFiles, dialoguesIn, type Dialogue } from '../test/conversations/script.js';
import { startApp, type TestApp } from '../test/support/app.js';
import { givenIn } from '../test/support/given.js';
import { printCase } from './case.js';
import { forbiddenIn, judgeDialogue, type JudgedDialogue } from './judge.js';
import { printChanges, printFailures, printScore } from './report.js';
import { changesSince, isAnySkillWorse, readScores, skillsScored, writeScore } from './score.js';

/** That which was looked at when something was mended; others are read to know how the engine does with what nobody has looked at. */
const standardSet = 'conversations';

interface JudgedRun {
  engine: string;
  judged: JudgedDialogue[];
}

type Asked = ReturnType<typeof readCommand>['options'];

async function evaluate(asked: Asked): Promise<void> {
  if (asked.write && (asked.skill || asked.only))
    throw new StartRefused(
      '--write writes the score of everything: it goes with neither --skill nor --only.',
    );
  const set = String(asked.set ?? standardSet);
  const { engine: played, judged } = await judgeAll(
    chosenDialogues(`eval/${set}`, asked),
    asked.encoder === true,
  );
  const engine = set === standardSet ? played : `${played}, ${set}`;
  const skills = skillsScored(judged);
  const before = readScores()[engine];
  // Of a skill that was played in part, the score says nothing.
  const changes = asked.only ? { worse: [], better: [] } : changesSince(before, skills);
  if (asked.json) console.log(JSON.stringify({ engine, skills, changes }));
  else {
    printFailures(judged);
    printScore(skills);
    printChanges(changes);
  }
  if (asked.write) writeScore(engine, { date: new Date().toISOString().slice(0, 10), skills });
  const isForbidden = judged.some((dialogue) => forbiddenIn(dialogue) > 0);
  const isWorse = !asked.only && !asked.write && isAnySkillWorse(before, skills);
  if (isForbidden || isWorse) process.exitCode = 1;
}

/** @param directory as seen from the root of the repository */
function chosenDialogues(directory: string, { skill, only }: Asked): [skill: string, dialogue: Dialogue][] {
  const files = existsSync(directory) ? dialogueFiles(directory) : [];
  const all = files.flatMap((file) =>
    dialoguesIn(directory, file).map((dialogue): [string, Dialogue] => [file.replace('.txt', ''), dialogue]),
  );
  const chosen = all.filter(
    ([name, { title }]) => (skill ?? name) === name && (only === undefined || title.includes(String(only))),
  );
  if (chosen.length === 0) throw new StartRefused(`No dialogue is in ${directory} that was asked for.`);
  return chosen;
}

/** Over the demo data, in memory, with the clock of the suites; each dialogue has a customer of its own. */
async function judgeAll(
  dialogues: readonly [skill: string, dialogue: Dialogue][],
  hasEncoder: boolean,
): Promise<JudgedRun> {
  const settings = { DEMO_DATA: true, LANGUAGE_ENCODER: hasEncoder ? 'auto' : 'off' } as const;
  const running = await startApp({ settings });
  try {
    // What is given its meaning in the background is there from the first dialogue on.
    await running.app.get(BackgroundTasks).idle();
    const given = givenIn(running);
    const judged: JudgedDialogue[] = [];
    for (const [skill, dialogue] of dialogues) {
      const played = await playDialogue(running, given, dialogue);
      const expected = await Promise.all(
        dialogue.bookings.map(async (booking) => ({
          ...booking,
          totalPaise: await totalExpected(running, booking),
        })),
      );
      judged.push(judgeDialogue(skill, dialogue, expected, played));
    }
    return { engine: `${engineOf(running)}${hasEncoder ? '+encoder' : ''}`, judged };
  } finally {
    await running.close();
  }
}

/** The embedded engine, unless the program has a model to ask: then the score is that model's. */
function engineOf({ app }: TestApp): string {
  try {
    const model = app.get(LanguageModel, { strict: false });
    return model.name === 'none' ? 'embedded' : model.name;
  } catch {
    // Nest has no way to ask whether somebody provides one.
    return 'embedded';
  }
}

try {
  const { words, options } = readCommand(commandLines.eval);
  if (words[0] === 'case') await printCase(words[1]!);
  else await evaluate(options);
} catch (error) {
  endRefused(error);
}
