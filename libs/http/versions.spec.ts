import { OptimisticLockError } from '@mikro-orm/core';
import { problemOf } from './problem.js';
import { checkVersion, expectedVersions, isKnown } from './versions.js';

describe('if-match', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    ['"3"', [3]],
    ['W/"3"', []],
    ['"1", "2" ,W/"7"', [1, 2]],
    ['"of-another-server"', []],
    ['"3x", "4"', [4]],
    ['"12345678901234567890"', []],
  ])('%j names the versions %j', (header, versions) => expect(expectedVersions(header)).toEqual(versions));

  it.each(['3', 'w/"3"', '"3', '', '"3" "4"', '"3",', '*, "3"', "'3'", '"a b"'])('%j is refused', (header) =>
    expect(() => expectedVersions(header)).toThrow('ENTITY_TAGS_INVALID'),
  );
});

it('what has another version than expected is not changed', () => {
  expect(() => checkVersion({ version: 3 }, [1, 3])).not.toThrow();
  expect(() => checkVersion({ version: 3 }, undefined)).not.toThrow();
  expect(() => checkVersion({ version: 3 }, [2])).toThrow('PRECONDITION_FAILED');
  expect(() => checkVersion({ version: 3 }, [])).toThrow('PRECONDITION_FAILED');
});

it.each([
  [undefined, false],
  ['"3"', true],
  ['W/"3"', true],
  ['"2", "3"', true],
  ['*', true],
  ['"2"', false],
  ['3', false],
])('who says if-none-match: %s has version 3: %s', (header, known) => expect(isKnown(3, header)).toBe(known));

it('an update that finds another version than was read answers 412', () => {
  expect(problemOf(OptimisticLockError.lockFailed('Thing'))).toMatchObject({
    status: 412,
    code: 'PRECONDITION_FAILED',
  });
});
