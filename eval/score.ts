// The score by skill, and what became worse or better since the one that is committed (score.json).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { forbiddenIn, isPassed, type JudgedDialogue, type Share } from './judge.js';

export interface SkillScore {
  dialogues: number;
  passed: number;
  rows: Share;
  facts: Share;
  forbidden: number;
  /** Titles of the dialogues that did not pass. */
  failing: string[];
}

export interface EngineScore {
  /** YYYY-MM-DD. */
  date: string;
  skills: Record<string, SkillScore>;
}

/** By the name of the engine that was played. */
type ScoreFile = Record<string, EngineScore>;

export interface ScoreChange {
  /** Sentences. */
  worse: string[];
  better: string[];
}

/** As seen from the root of the repository. */
export const scoreFile = 'eval/score.json';

export function skillsScored(judged: readonly JudgedDialogue[]): Record<string, SkillScore> {
  const bySkill = Object.entries(Object.groupBy(judged, ({ skill }) => skill));
  return Object.fromEntries(bySkill.map(([skill, dialogues]) => [skill, skillScore(dialogues ?? [])]));
}

/** Skill by skill, those that were played. A skill without a committed score can be neither worse nor better. */
export function changesSince(
  before: EngineScore | undefined,
  skills: Readonly<Record<string, SkillScore>>,
): ScoreChange {
  const changes: ScoreChange = { worse: [], better: [] };
  for (const [skill, now] of Object.entries(skills)) {
    const then = before?.skills[skill];
    if (!then) continue;
    for (const [what, was, is] of measuresOf(then, now)) {
      if (is < was) changes.worse.push(`${skill}: ${what} ${shown(was)}, now ${shown(is)}`);
      if (is > was) changes.better.push(`${skill}: ${what} ${shown(was)}, now ${shown(is)}`);
    }
    const [failed, fails] = [new Set(then.failing), new Set(now.failing)];
    changes.worse.push(...now.failing.filter((title) => !failed.has(title)).map((title) => `${skill}: "${title}" failed anew`)); // prettier-ignore
    changes.better.push(...then.failing.filter((title) => !fails.has(title)).map((title) => `${skill}: "${title}" no longer fails`)); // prettier-ignore
  }
  return changes;
}

/** Whether a skill as a whole is worse; one dialogue may fail for another that no longer does. */
export function isAnySkillWorse(
  before: EngineScore | undefined,
  skills: Readonly<Record<string, SkillScore>>,
): boolean {
  return Object.entries(skills).some(([skill, now]) => {
    const then = before?.skills[skill];
    return then !== undefined && measuresOf(then, now).some(([, was, is]) => is < was);
  });
}

/** In percent; forbidden rows count below nothing, so that more is better throughout. */
function measuresOf(then: SkillScore, now: SkillScore): [what: string, was: number, is: number][] {
  return [
    ['rows right (%)', percentOf(then.rows), percentOf(now.rows)],
    ['facts right (%)', percentOf(then.facts), percentOf(now.facts)],
    ['forbidden rows', -then.forbidden, -now.forbidden],
  ];
}

export function percentOf({ right, of }: Share): number {
  return of === 0 ? 100 : Math.round((1000 * right) / of) / 10;
}

export function readScores(): ScoreFile {
  return existsSync(scoreFile) ? (JSON.parse(readFileSync(scoreFile, 'utf8')) as ScoreFile) : {};
}

export function writeScore(engine: string, score: EngineScore): void {
  const scores = { ...readScores(), [engine]: score };
  writeFileSync(scoreFile, `${JSON.stringify(scores, null, 2)}\n`);
}

function skillScore(dialogues: readonly JudgedDialogue[]): SkillScore {
  const failing = dialogues.filter((dialogue) => !isPassed(dialogue));
  return {
    dialogues: dialogues.length,
    passed: dialogues.length - failing.length,
    rows: sum(dialogues.map(({ rows }) => rows)),
    facts: sum(dialogues.map(({ facts }) => facts)),
    forbidden: dialogues.reduce((count, dialogue) => count + forbiddenIn(dialogue), 0),
    failing: failing.map(({ title }) => title),
  };
}

function sum(shares: readonly Share[]): Share {
  return {
    right: shares.reduce((total, { right }) => total + right, 0),
    of: shares.reduce((total, { of }) => total + of, 0),
  };
}

const shown = (measure: number): string => String(Math.abs(measure));
