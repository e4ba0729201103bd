// What stands before every other command: dependencies as locked, the pinned runtime, an up-to-date build in dist/.
// Plain JavaScript without dependencies, because on a fresh clone it runs on whatever Node.js (20.19 or later) is there.
// Once nothing is stale it costs about a tenth of a second.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The Node.js that runs the product: the `node` package of package.json. */
const node = join(root, 'node_modules/.bin/node');

const builtFrom = [
  'src',
  'libs',
  'ormconfig.ts',
  '.swcrc',
  'scripts/bundle.mjs',
  'package.json',
  'package-lock.json',
];
const stamp = join(root, 'dist/.built-from');

/** Installs the locked dependencies, development ones included, unless exactly they are there. */
function install() {
  if (!installed()) {
    say('installing dependencies (this takes a minute)');
    // Not `npm ci`: it refuses a lock file that leaves out an optional package of a platform other than the one it was made on.
    npm(['install', '--no-save', '--include=dev', '--loglevel=error']);
    if (!installed())
      throw new Error('npm did not install what package-lock.json says; is it in step with package.json?');
  }
  if (!existsSync(node)) installNode();
}

/** Compiles to dist/ unless it was compiled from exactly these sources. */
function build() {
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  say('building');
  npm(['run', '--silent', 'build']);
  writeFileSync(stamp, sources);
}

/** npm writes what it has installed into a lock file of its own, at the very end: it is compared with ours. */
function installed() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const present = packagesOf(record);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, wanted]) =>
      path === '' || present[path]?.version === wanted.version || (wanted.optional && !present[path]),
  );
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/** The `node` package fetches its binary in an install script; npm may be set not to run those, and then does not link it either. */
function installNode() {
  const home = join(root, 'node_modules/node');
  say('fetching the pinned Node.js');
  const { npm_config_local_prefix: _, ...environment } = outsideEnvironment(); // it would be put beside our dependencies
  execFileSync(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: home,
    env: environment,
    stdio: 'inherit',
  });
  rmSync(node, { force: true });
  symlinkSync('../node/bin/node', node);
  const wanted = `v${JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version}`;
  const found = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  if (found !== wanted) throw new Error(`Node.js ${wanted} is needed, but node_modules holds ${found}.`);
}

function npm(args) {
  const { npm_node_execpath: nodeOfNpm, npm_execpath: npmScript } = process.env;
  const [command, ...first] = nodeOfNpm && npmScript?.endsWith('.js') ? [nodeOfNpm, npmScript] : ['npm'];
  execFileSync(command, [...first, ...args], { cwd: root, env: outsideEnvironment(), stdio: 'inherit' });
}

/** Without our own node_modules on the path: the Node.js that lies there is one of the things installed. */
function outsideEnvironment() {
  const path = process.env.PATH.split(delimiter).filter(
    (entry) => !entry.endsWith(join('node_modules', '.bin')),
  );
  return { ...process.env, PATH: path.join(delimiter) };
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const file of builtFrom.flatMap(filesUnder))
    hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function filesUnder(path) {
  if (path.includes('.')) return [path];
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}

function say(what) {
  process.stderr.write(`• ${what}\n`);
}

try {
  install();
  build();
} catch (error) {
  say(`failed: ${error.message}`);
  process.exitCode = 1;
}
