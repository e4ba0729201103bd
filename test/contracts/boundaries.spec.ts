// The walls hold: each rule of .dependency-cruiser.cjs, and each ban of .oxlintrc.json, is broken on purpose in a tree of its own.
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

async function plant(files: [path: string, content: string][]): Promise<string> {
  const tree = await mkdtemp(join(tmpdir(), 'boundaries-'));
  for (const [path, content] of files) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await appendFile(join(tree, path), content);
  }
  return tree;
}

/** What a program of node_modules prints when run in `directory`, whatever its exit code. */
function outputOf(program: string, directory: string, ...args: string[]): Promise<string> {
  const command = [join(root, 'node_modules', program), ...args];
  return new Promise((done) => {
    execFile(process.execPath, command, { cwd: directory, maxBuffer: 2 ** 26 }, (_, stdout) => done(stdout));
  });
}

describe('imports', () => {
  const importing = (name: string) => `import '${name}';\n`;
  const files = (imports: Record<string, string[]>): [string, string][] =>
    Object.entries(imports).map(([path, names]) => [path, names.map(importing).join('')]);

  /** As `rule: from -> to`. */
  async function violations(directory: string): Promise<string[]> {
    const config = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'];
    const folders = ['src', 'libs', 'test', 'bench', 'ormconfig.ts'];
    const printed = await outputOf(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      directory,
      ...config,
      ...folders,
    );
    const cruise = JSON.parse(printed) as {
      summary: { violations: { rule: { name: string }; from: string; to: string }[] };
    };
    return cruise.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  }

  const driver = 'node_modules/@mikro-orm/postgresql/index.js';
  const lawful: [string, string][] = [
    ['package.json', '{ "type": "module", "imports": { "#libs/*": { "source": "./libs/*/index.ts" } } }'],
    [
      'node_modules/@mikro-orm/postgresql/package.json',
      '{ "name": "@mikro-orm/postgresql", "main": "index.js" }',
    ],
    ...files({
      [driver]: [],
      'libs/money/index.ts': ['./paise.js'],
      'libs/money/paise.ts': [],
      'libs/orm/index.ts': ['@mikro-orm/postgresql', '#libs/money'],
      'ormconfig.ts': ['@mikro-orm/postgresql', '#libs/orm', './src/bookings/booking.entity.js'],
      'src/config/settings.ts': [],
      'src/access/roles.ts': [],
      'src/sessions/customer.entity.ts': ['#libs/money', '../access/roles.js', '../config/settings.js'],
      'src/staff/staff.service.ts': ['../access/roles.js'],
      'src/catalogue/price.ts': [],
      'src/conversations/conversations.service.ts': [],
      'src/bookings/booking.entity.ts': ['../sessions/customer.entity.js', './booking.states.js'],
      'src/bookings/booking.states.ts': [],
      'src/bookings/booking.spec.ts': ['../catalogue/price.js', '../../test/support/app.js'],
      'src/complaints/complaints.module.ts': ['../bookings/booking.entity.js'],
      'src/agents/agents.module.ts': ['../conversations/conversations.service.js', '#libs/money'],
      'src/mcp/mcp.module.ts': [],
      'src/migrations/index.ts': [],
      'src/app.ts': ['./agents/agents.module.js', '../ormconfig.js', './migrations/index.js'],
      'test/support/app.ts': ['../../src/app.js', '../../src/catalogue/price.js', '@mikro-orm/postgresql'],
      'bench/index.ts': ['../src/catalogue/price.js'],
    }),
  ];

  const unlawful = [
    ['rank-0', 'src/config/a.ts', '../sessions/customer.entity.js', 'src/sessions/customer.entity.ts'],
    ['rank-0', 'src/access/a.ts', '../config/settings.js', 'src/config/settings.ts'],
    ['rank-1', 'src/audit/a.ts', '../sessions/customer.entity.js', 'src/sessions/customer.entity.ts'],
    ['rank-3', 'src/customers/a.ts', '../staff/staff.service.js', 'src/staff/staff.service.ts'],
    ['rank-2', 'src/catalogue/a.ts', '../staff/staff.service.js', 'src/staff/staff.service.ts'],
    ['rank-2', 'src/sessions/a.ts', '../migrations/index.js', 'src/migrations/index.ts'],
    ['rank-4', 'src/providers/a.ts', '../bookings/booking.entity.js', 'src/bookings/booking.entity.ts'],
    [
      'rank-5',
      'src/bookings/a.ts',
      '../complaints/complaints.module.js',
      'src/complaints/complaints.module.ts',
    ],
    ['rank-6', 'src/complaints/a.ts', '../agents/agents.module.js', 'src/agents/agents.module.ts'],
    ['rank-7', 'src/notifications/a.ts', '../mcp/mcp.module.js', 'src/mcp/mcp.module.ts'],
    ['rank-8', 'src/health/a.ts', '../app.js', 'src/app.ts'],
    ['rank-8', 'src/health/a.ts', '../../ormconfig.js', 'ormconfig.ts'],
    ['every-domain-has-a-rank', 'src/loyalty/a.ts', '../access/roles.js', 'src/access/roles.ts'],
    ['published-files-only', 'src/bookings/a.ts', '../catalogue/price.js', 'src/catalogue/price.ts'],
    ['published-files-only-from-the-root', 'src/main.ts', './catalogue/price.js', 'src/catalogue/price.ts'],
    [
      'published-files-only-from-the-root',
      'ormconfig.ts',
      './src/catalogue/price.js',
      'src/catalogue/price.ts',
    ],
    [
      'agents-know-no-domain',
      'src/agents/a.ts',
      '../bookings/booking.entity.js',
      'src/bookings/booking.entity.ts',
    ],
    [
      'agents-know-no-domain',
      'src/mcp/a.ts',
      '../sessions/customer.entity.js',
      'src/sessions/customer.entity.ts',
    ],
    [
      'notifications-and-realtime-know-no-domain',
      'src/notifications/b.ts',
      '../bookings/booking.entity.js',
      'src/bookings/booking.entity.ts',
    ],
    [
      'notifications-and-realtime-know-no-domain',
      'src/realtime/a.ts',
      '../conversations/conversations.service.js',
      'src/conversations/conversations.service.ts',
    ],
    ['libs-know-no-product', 'libs/money/a.ts', '../../src/access/roles.js', 'src/access/roles.ts'],
    ['libs-through-their-index', 'src/access/b.ts', '../../libs/money/paise.js', 'libs/money/paise.ts'],
    ['libs-through-their-index', 'src/access/b.ts', '../../libs/money/index.js', 'libs/money/index.ts'],
    [
      'libs-among-themselves-through-their-index',
      'libs/tax/a.ts',
      '../money/paise.js',
      'libs/money/paise.ts',
    ],
    ['one-place-names-a-driver', 'src/staff/a.ts', '@mikro-orm/postgresql', driver],
    ['one-place-names-a-driver', 'libs/money/a.ts', '@mikro-orm/postgresql', driver],
    ['product-without-tests', 'src/main.ts', '../test/support/app.js', 'test/support/app.ts'],
    ['no-cycles', 'src/catalogue/price.ts', './price.js', 'src/catalogue/price.ts'],
    ['no-unresolved-imports', 'src/staff/a.ts', './nowhere.js', './nowhere.js'],
  ] as const;

  let found: string[];
  beforeAll(async () => {
    const planted = unlawful.map(([, from, name]): [string, string] => [from, importing(name)]);
    const ofType: [string, string] = [
      'src/access/types.ts',
      `import type { A } from '../staff/staff.service.js';`,
    ];
    const tree = await plant([...lawful, ...planted, ofType]);
    found = await violations(tree);
    await rm(tree, { recursive: true });
  });

  it.each(unlawful)('%s: %s may not import %s', (rule, from, _, to) => {
    expect(found).toContain(`${rule}: ${from} -> ${to}`);
  });

  it('counts imports of types', () => {
    expect(found).toContain('rank-0: src/access/types.ts -> src/staff/staff.service.ts');
  });

  it('passes a tree that keeps the rules', async () => {
    const tree = await plant(lawful);
    expect(await violations(tree)).toEqual([]);
    await rm(tree, { recursive: true });
  });

  it('finds the product itself clean', async () => {
    expect(await violations(root)).toEqual([]);
  });
});

describe('bans', () => {
  const banned = [
    ['no-present-moment', 'export const a = new Date();'],
    ['no-restricted-properties', 'export const b = Date.now();'],
    ['no-restricted-properties', 'export const c = DateTime.now();'],
    ['no-restricted-properties', 'export const d = Math.random();'],
    ['no-restricted-properties', 'export const e = process.env;'],
    ['no-restricted-properties', 'export const { env } = process;'],
    ['no-restricted-imports', `export { env as f } from 'node:process';`],
    ['no-restricted-globals', `export const g = fetch('https://example.com');`],
    ['no-restricted-properties', `export const h = globalThis.fetch('https://example.com');`],
    ['no-console', 'console.log(1);'],
  ] as const;
  const everything = banned.map(([, code]) => `${code}\n`).join('');
  const free = ['test/a.ts', 'bench/a.ts', 'src/staff/staff.spec.ts'];

  let found: string[];
  beforeAll(async () => {
    const owners: [string, string][] = [
      ['libs/time/clock.ts', banned[0][1]],
      ['libs/orm/columns.ts', banned[0][1]],
      ['src/main.ts', banned[4][1]],
      ['src/demo/cli.ts', banned[9][1]],
    ];
    const unfree = ['src/staff/a.ts', 'libs/money/a.ts'];
    const tree = await plant([
      ...owners,
      ...[...free, ...unfree].map((path): [string, string] => [path, everything]),
    ]);
    for (const path of ['.oxlintrc.json', 'scripts/lint-plugin.mjs'])
      await cp(join(root, path), join(tree, path));
    const printed = JSON.parse(await outputOf('oxlint/bin/oxlint', tree, '--format', 'json')) as {
      diagnostics: { code: string; filename: string; labels: { span: { line: number } }[] }[];
    };
    const rules = new Set<string>(banned.map(([rule]) => rule));
    found = printed.diagnostics
      .map(({ code, filename, labels }) => ({
        rule: /\((.+)\)/.exec(code)![1]!,
        filename,
        line: labels[0]!.span.line,
      }))
      .filter(({ rule }) => rules.has(rule))
      .map(({ rule, filename, line }) => `${rule}: ${filename}:${line}`);
    await rm(tree, { recursive: true });
  });

  it.each(banned.map(([rule, code], index) => ({ rule, code, line: index + 1 })))(
    '$rule: $code',
    ({ rule, line }) => {
      expect(found).toContain(`${rule}: src/staff/a.ts:${line}`);
      expect(found).toContain(`${rule}: libs/money/a.ts:${line}`);
    },
  );

  it('leave tests, benchmarks and the owners alone', () => {
    const elsewhere = found.filter((line) => !/ (?:src\/staff|libs\/money)\/a[.]ts:/.test(line));
    expect(elsewhere).toEqual([]);
  });
});
