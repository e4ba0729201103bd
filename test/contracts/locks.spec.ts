// Locks of the database are numbers made of names: two places that use one name wait for each other without knowing it.
import { globSync, readFileSync } from 'node:fs';

const files = globSync('{src,libs}/**/*.ts').filter(
  (file) => !/[.]spec[.]ts$|migrations.Migration/.test(file),
);
const sources = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));

it('every name of a lock is used in one place', () => {
  const names = sources.flatMap(({ text }) =>
    [...text.matchAll(/\b(?:tryLocksFor|tryLockFor|lockFor)\(\s*[\w.]+,\s*'([^']+)'/g)].map(
      ([, name]) => name,
    ),
  );
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

it('a lock is taken by its name, which is written where it is taken', () => {
  const own = 'transaction-lock.ts';
  const calls = sources.filter(({ file }) => !file.endsWith(own) && !/embedded.refusals[.]ts$/.test(file));
  const strange = calls.filter(({ text }) =>
    /pg_(?:try_)?advisory|\b(?:tryLocksFor|tryLockFor|lockFor)\((?!\s*[\w.]+,\s*')/.test(text),
  );
  expect(strange.map(({ file }) => file)).toEqual([]);
});
