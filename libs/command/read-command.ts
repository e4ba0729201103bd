import { parseCommand, type CommandCall, type CommandLine } from './command-line.js';

/**
 * The arguments of this process. It ends here when they ask for help (code 0) or are not what the command takes (one sentence, code 2), so
 * that this stands before anything that is done.
 */
export function readCommand(line: CommandLine): CommandCall & { is: 'call' } {
  const call = parseCommand(line, process.argv.slice(2));
  if (call.is === 'call') return call;
  if (call.is === 'help') process.stdout.write(call.text);
  else process.stderr.write(`${call.sentence}\n`);
  return process.exit(call.is === 'help' ? 0 : 2);
}
