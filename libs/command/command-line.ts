// What a command takes, told once: the same declaration reads its arguments, says what is wrong with them, and is its `--help`.
import { parseArgs } from 'node:util';

export interface CommandOption {
  type: 'boolean' | 'string';
  /** What it does, for a person. */
  about: string;
  /** What stands for its value in the help. */
  value?: string;
  /** What its value must match; anything otherwise. */
  pattern?: RegExp;
}

export interface CommandLine {
  /** As it is typed: `npm run demo`. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly about: string;
  /**
   * The words that may follow, by what they do. One in capitals stands for any text, one in brackets may be left out: `create-admin EMAIL
   * [NAME]`, `[PART]...` any number of them. '' means that none need follow.
   */
  readonly forms: Readonly<Record<string, string>>;
  /** What the text for a word in capitals must match; anything otherwise. */
  readonly words?: Readonly<Record<string, RegExp>>;
  readonly options?: Readonly<Record<string, CommandOption>>;
  /** Which settings it goes by. */
  readonly settings?: string;
}

export type CommandCall =
  | { is: 'help'; text: string }
  /** `sentence` says what there is instead. */
  | { is: 'refused'; sentence: string }
  | { is: 'call'; words: string[]; options: Partial<Record<string, string | true>> };

/** Reads arguments; does nothing else. */
export function parseCommand(line: CommandLine, args: readonly string[]): CommandCall {
  const { options = {} } = line;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...optionTypes(options), help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return { is: 'help', text: helpOf(line) };
    const given = values as Partial<Record<string, string | true>>;
    const wrong = Object.entries(given).find(
      ([name, value]) => !(options[name]?.pattern?.test(String(value)) ?? true),
    );
    if (wrong) return refused(line, `--${wrong[0]} cannot be "${wrong[1]}"`);
    if (Object.keys(line.forms).some((form) => isForm(form, positionals, line.words)))
      return { is: 'call', words: positionals, options: given };
    return refused(
      line,
      positionals.length > 0 ? `"${positionals.join(' ')}" is not what it takes` : 'It takes arguments',
    );
  } catch (error) {
    // The rest of what Node.js says is advice on how to name files.
    return refused(line, (error as Error).message.split('. ')[0]!);
  }
}

function optionTypes(options: Readonly<Record<string, CommandOption>>) {
  return Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]));
}

function refused({ name }: CommandLine, what: string): CommandCall {
  return { is: 'refused', sentence: `${what}: \`${name} -- --help\` says what there is.` };
}

function isForm(form: string, words: readonly string[], patterns: CommandLine['words'] = {}): boolean {
  const parts = form.split(' ').filter(Boolean);
  const least = parts.filter((part) => !part.startsWith('[')).length;
  const most = parts.at(-1)?.endsWith('...') ? Infinity : parts.length;
  if (words.length < least || words.length > most) return false;
  const partOf = (at: number): string => parts[Math.min(at, parts.length - 1)]!;
  return words.every((word, at) => {
    const name = placeholderIn(partOf(at));
    return name === undefined ? word === partOf(at) : (patterns[name]?.test(word) ?? true);
  });
}

function placeholderIn(part: string): string | undefined {
  return /^\[?([A-Z]+)\]?(?:\.\.\.)?$/.exec(part)?.[1];
}

function helpOf({ name, about, forms, options = {}, settings }: CommandLine): string {
  const ways = Object.entries(forms).map(([form, does]): [string, string] => [
    form === '' ? name : `${name} -- ${form}`,
    does,
  ]);
  const flags = Object.entries(options).map(([flag, { about, value }]): [string, string] => [
    `--${flag}${value ? ` ${value}` : ''}`,
    about,
  ]);
  return [
    about,
    table('Usage', ways),
    table('Options', [...flags, ['--help', 'this text']]),
    ...(settings ? [`Settings (docs/settings.md):\n  ${settings}`] : []),
    '',
  ].join('\n\n');
}

function table(title: string, rows: readonly (readonly [string, string])[]): string {
  const widest = Math.max(...rows.map(([left]) => left.length));
  return [`${title}:`, ...rows.map(([left, right]) => `  ${left.padEnd(widest)}  ${right}`.trimEnd())].join(
    '\n',
  );
}
