// What became worse or better since the committed score.
import { changesSince, isAnySkillWorse, type EngineScore, type SkillScore } from './score.js';

const base: SkillScore = {
  dialogues: 10,
  passed: 9,
  forbidden: 1,
  failing: ['the letter'],
  rows: { right: 9, of: 10 },
  facts: { right: 18, of: 20 },
};
const before: EngineScore = { date: '2026-11-30', skills: { booking: base } };

it('finds nothing where nothing changed', () => {
  expect(changesSince(before, { booking: base })).toEqual({ worse: [], better: [] });
  expect(isAnySkillWorse(before, { booking: base })).toBe(false);
});

it.each([
  ['fewer rows are right', { rows: { right: 8, of: 10 } }],
  ['fewer facts are right', { facts: { right: 17, of: 20 } }],
  ['more rows are forbidden', { forbidden: 2 }],
])('is worse when %s, and better the other way round', (_, change) => {
  const now = { booking: { ...base, ...change } };
  expect(isAnySkillWorse(before, now)).toBe(true);
  expect(changesSince(before, now)).toMatchObject({ worse: [expect.any(String)], better: [] });
  const back: EngineScore = { date: '2026-12-01', skills: now };
  expect(isAnySkillWorse(back, { booking: base })).toBe(false);
  expect(changesSince(back, { booking: base })).toMatchObject({ worse: [], better: [expect.any(String)] });
});

it('names the dialogues that fail anew and those that no longer do', () => {
  const changes = changesSince(before, { booking: { ...base, failing: ['the voice note'] } });
  expect(changes.worse).toEqual(['booking: "the voice note" failed anew']);
  expect(changes.better).toEqual(['booking: "the letter" no longer fails']);
});

it('a skill or an engine without a committed score is neither', () => {
  expect(changesSince(before, { moving: base })).toEqual({ worse: [], better: [] });
  expect(isAnySkillWorse(undefined, { booking: base })).toBe(false);
});
