// `npm run check`: everything that can be checked without a test. All of it runs; what failed is listed at the end.
import { spawnSync } from 'node:child_process';
import { readCommand } from '../dist/libs/command/index.js';
import { commandLines } from '../dist/src/command-lines.js';

readCommand(commandLines.check);

/** npm scripts, with their arguments. */
const checks = {
  format: ['format:check'],
  lint: ['lint'],
  types: ['types'],
  'boundaries, and the table of domains in CONTRIBUTING.md': ['boundaries', '--check'],
  'unused files, exports, dependencies': ['unused'],
  'settings documents match the schema': ['settings', '--check'],
  'migrations match the entities': ['migration', 'check'],
  'openapi.json matches the routes': ['openapi', '--check'],
  'openapi.json is what linters of APIs ask for': ['lint:api'],
  'the list of errors and docs/errors.md match the code': ['errors', '--check'],
  'prompts that have landed are as they were': ['prompts', '--check'],
  'docs/permissions.md matches the declarations': ['permissions', '--check'],
};

const failed = Object.entries(checks)
  .filter(([name, command]) => !passes(name, command))
  .map(([name]) => name);
console.log(failed.length > 0 ? `\ncheck failed: ${failed.join(' · ')}` : '\ncheck passed');
process.exitCode = failed.length > 0 ? 1 : 0;

function passes(name, [script, ...args]) {
  console.log(`\n■ ${name}`);
  const { status, error } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    stdio: 'inherit',
  });
  if (error) console.log(error.message);
  return status === 0;
}
