// The score for people: a table by skill, and every dialogue that failed with what was said.
import { isPassed, type JudgedDialogue } from './judge.js';
import { complaintText, rowText } from './row-text.js';
import { percentOf, type ScoreChange, type SkillScore } from './score.js';

/** What every skill has to reach. */
const barPercent = 95;

export function printScore(skills: Readonly<Record<string, SkillScore>>): void {
  const lines = Object.entries(skills).map(([skill, { dialogues, passed, rows, facts, forbidden }]) => ({
    skill,
    dialogues,
    passed,
    'rows right': `${percentOf(rows)} % (${rows.right}/${rows.of})`,
    'facts right': `${percentOf(facts)} % (${facts.right}/${facts.of})`,
    'forbidden rows': forbidden,
    bar: percentOf(rows) >= barPercent && forbidden === 0 ? 'reached' : 'missed',
  }));
  console.table(lines);
}

export function printFailures(judged: readonly JudgedDialogue[]): void {
  for (const dialogue of judged.filter((each) => !isPassed(each))) {
    const { skill, title, missing, forbidden, played } = dialogue;
    console.log(`\n== ${skill}: ${title}`);
    for (const { text, answer, faults } of played.turns) {
      console.log(`> ${shortened(text)}\n${shortened(answer).replaceAll(/^/gm, '    ')}`);
      for (const fault of faults) console.log(`  ✗ ${fault.split(' | ').slice(0, -1).join(' | ')}`);
    }
    for (const row of missing) console.log(`  ✗ missing: ${rowText(row)}, ${priceText(row)}`);
    for (const row of forbidden) console.log(`  ✗ forbidden: ${rowText(row)}, ${priceText(row)}`);
    for (const row of dialogue.missingComplaints) console.log(`  ✗ missing: ${complaintText(row)}`);
    for (const row of dialogue.forbiddenComplaints) console.log(`  ✗ forbidden: ${complaintText(row)}`);
  }
}

export function printChanges({ worse, better }: ScoreChange): void {
  for (const [what, lines] of [
    ['Worse', worse],
    ['Better', better],
  ] as const)
    // prettier-ignore
    if (lines.length > 0) console.log(`\n${what} than the committed score:\n  ${lines.join('\n  ')}`);
}

const priceText = ({ totalPaise }: { totalPaise: number }): string => `₹${totalPaise / 100}`;

const mostShown = 600;
const shortened = (text: string): string =>
  text.length > mostShown ? `${text.slice(0, mostShown)} …` : text;
