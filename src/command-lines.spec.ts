import { readFileSync } from 'node:fs';
import { parseCommand, type CommandLine } from '#libs/command';
import { commandLines } from './command-lines.js';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const lines: CommandLine[] = Object.values(commandLines);
const words = (form: string): string[] =>
  form
    .replaceAll(/[[\].]/g, '')
    .split(' ')
    .filter(Boolean);

/** The same with something in the place of what must be of some form. */
/** What a place of a form may hold. */
const samples = ['7', '019d45d6-1a00-7c22-8d4e-5f60718293a4'];
const filled = (form: string, { words: patterns = {} }: CommandLine): string[] =>
  words(form).map((word) => {
    const pattern = patterns[word];
    return pattern ? samples.find((sample) => pattern.test(sample))! : word;
  });

it('there is one for every script that begins with the build, but for the runner of the tests', () => {
  const own = Object.keys(scripts).filter(
    (name) => scripts[name]!.includes('scripts/bootstrap.mjs') && name !== 'test',
  );
  const typed = own.map((name) => (name === 'start' ? 'npm start' : `npm run ${name}`));
  expect(lines.map(({ name }) => name).toSorted()).toEqual(typed.toSorted());
});

describe.each(lines)('$name', (line) => {
  it.each(['--help', '-h'])('says what it takes with %s, whatever else is asked for', (help) => {
    const call = parseCommand(line, [...words(Object.keys(line.forms)[0]!), help]);
    const text = call.is === 'help' ? call.text : '';
    const told = [line.about, ...Object.keys(line.forms), ...Object.keys(line.options ?? {})];
    expect(told.filter((each) => !text.includes(each))).toEqual([]);
  });

  it('takes each of its forms', () => {
    for (const form of Object.keys(line.forms))
      expect(parseCommand(line, filled(form, line))).toEqual({
        is: 'call',
        words: filled(form, line),
        options: {},
      });
  });

  it.each([['--no-such-option'], ['--help=yes'], ['no', 'such', 'words', 'anywhere', '!']])(
    'refuses %s in one sentence',
    (...args) => {
      const call = parseCommand(line, args);
      expect(call).toEqual({
        is: 'refused',
        sentence: expect.stringMatching(/^[^\n]+ says what there is\.$/),
      });
    },
  );
});

it('a value that an option cannot have is refused', () => {
  expect(parseCommand(commandLines.demo, ['seed', '--factor', '10'])).toMatchObject({
    options: { factor: '10' },
  });
  for (const factor of ['0', '-1', 'many', ''])
    expect(parseCommand(commandLines.demo, ['seed', `--factor=${factor}`])).toMatchObject({ is: 'refused' });
});

it('a word that cannot stand for a number is refused', () => {
  expect(parseCommand(commandLines.crash, ['300', '3'])).toMatchObject({ words: ['300', '3'] });
  for (const word of ['foo', '0', '-1', '3e9']) {
    expect(parseCommand(commandLines.crash, ['--', word])).toMatchObject({ is: 'refused' });
    expect(parseCommand(commandLines.crash, ['outages', word])).toMatchObject({ is: 'refused' });
  }
});
