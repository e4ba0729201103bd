// The walls hold: each rule of .dependency-cruiser.cjs, and each ban of .oxlintrc.json, is broken on purpose in a tree of its own.
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
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

  const { ground, mayImport } = createRequire(import.meta.url)('../../domains.cjs') as {
    ground: string[];
    mayImport: Record<string, string[]>;
  };
  const domains = Object.keys(mayImport);

  interface Cruise {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
    modules: { source: string; dependencies: { resolved: string }[] }[];
  }

  async function cruise(directory: string): Promise<Cruise> {
    const config = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'];
    const folders = ['src', 'libs', 'test', 'bench', 'eval', 'ormconfig.ts'];
    const printed = await outputOf(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      directory,
      ...config,
      ...folders,
    );
    return JSON.parse(printed) as Cruise;
  }

  /** As `rule: from -> to`. */
  const violations = ({ summary }: Cruise) =>
    summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);

  /** As `from -> to`: which domain imports which, tests and programs apart, and what all may import. */
  function arrows({ modules }: Cruise): Set<string> {
    const domainOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1];
    const apart = /[.]spec[.]ts$|^src\/[^/]+\/cli[.]ts$/;
    const all = modules
      .filter(({ source }) => !apart.test(source))
      .flatMap(({ source, dependencies }) =>
        dependencies.map(({ resolved }) => [domainOf(source), domainOf(resolved)] as const),
      );
    const between = all.filter(([from, to]) => from && to && from !== to && !ground.includes(to));
    return new Set(between.map(([from, to]) => `${from} -> ${to}`));
  }

  const driver = 'node_modules/@mikro-orm/postgresql/index.js';
  const nest = {
    index: 'node_modules/@nestjs/common/index.js',
    inner: 'node_modules/@nestjs/common/constants.js',
  };
  const lawful: [string, string][] = [
    [
      'package.json',
      '{ "type": "module", "imports": { "#libs/*": { "product-source": "./libs/*/index.ts" } } }',
    ],
    [
      'node_modules/@mikro-orm/postgresql/package.json',
      '{ "name": "@mikro-orm/postgresql", "main": "index.js" }',
    ],
    ['node_modules/@nestjs/common/package.json', '{ "name": "@nestjs/common", "main": "index.js" }'],
    ...files({
      [driver]: [],
      [nest.index]: [],
      [nest.inner]: [],
      'libs/money/index.ts': ['./paise.js'],
      'libs/money/paise.ts': [],
      'libs/orm/index.ts': ['@mikro-orm/postgresql', '#libs/money'],
      'ormconfig.ts': ['@mikro-orm/postgresql', '#libs/orm', './src/bookings/booking.entity.js'],
      'src/config/settings.ts': [],
      'src/access/roles.ts': ['@nestjs/common'],
      'src/customers/customer.entity.ts': ['#libs/money', '../access/roles.js', '../config/settings.js'],
      'src/staff/staff.service.ts': ['../access/roles.js'],
      'src/catalogue/price.ts': [],
      'src/conversations/conversations.service.ts': [],
      'src/bookings/booking.entity.ts': ['../customers/customer.entity.js', './booking.states.js'],
      'src/bookings/booking.states.ts': [],
      'src/bookings/booking.spec.ts': ['../catalogue/price.js', '../../test/support/app.js'],
      'src/complaints/complaints.module.ts': ['../bookings/booking.entity.js'],
      'src/agents/agents.module.ts': ['../conversations/conversations.service.js', '#libs/money'],
      'src/migrations/index.ts': [],
      'src/app.ts': ['./agents/agents.module.js', '../ormconfig.js', './migrations/index.js'],
      'test/support/app.ts': ['../../src/app.js', '../../src/catalogue/price.js', '@mikro-orm/postgresql'],
      'bench/index.ts': ['../src/catalogue/price.js'],
      'eval/index.ts': ['../src/catalogue/price.js'],
    }),
  ];

  const unlawful = [
    ['imports-of-config', 'src/config/a.ts', '../access/roles.js', 'src/access/roles.ts'],
    ['imports-of-access', 'src/access/a.ts', '../config/settings.js', 'src/config/settings.ts'],
    [
      'imports-of-access',
      'src/access/a.ts',
      '../customers/customer.entity.js',
      'src/customers/customer.entity.ts',
    ],
    ['imports-of-sessions', 'src/sessions/a.ts', '../migrations/index.js', 'src/migrations/index.ts'],
    [
      'imports-of-agents',
      'src/agents/a.ts',
      '../bookings/booking.entity.js',
      'src/bookings/booking.entity.ts',
    ],
    ['imports-of-health', 'src/health/a.ts', '../app.js', 'src/app.ts'],
    ['imports-of-health', 'src/health/a.ts', '../../ormconfig.js', 'ormconfig.ts'],
    ['every-domain-in-the-table', 'src/loyalty/a.ts', '../access/roles.js', 'src/access/roles.ts'],
    ['published-files-only', 'src/bookings/a.ts', '../catalogue/price.js', 'src/catalogue/price.ts'],
    ['published-files-only-from-the-root', 'src/main.ts', './catalogue/price.js', 'src/catalogue/price.ts'],
    [
      'published-files-only-from-the-root',
      'ormconfig.ts',
      './src/catalogue/price.js',
      'src/catalogue/price.ts',
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
    ['nest-through-its-index', 'src/staff/a.ts', '@nestjs/common/constants.js', nest.inner],
    ['nest-through-its-index', 'libs/money/a.ts', '@nestjs/common/constants.js', nest.inner],
    ['nest-through-its-index', 'test/support/app.ts', '@nestjs/common/constants.js', nest.inner],
    ['product-without-tests', 'src/main.ts', '../test/support/app.js', 'test/support/app.ts'],
    ['no-cycles', 'src/catalogue/price.ts', './price.js', 'src/catalogue/price.ts'],
    ['no-unresolved-imports', 'src/staff/a.ts', './nowhere.js', './nowhere.js'],
  ] as const;

  /** Of each domain one that its row does not name: the last such one of the table, if it can be one further down. */
  const strangers = domains.map((domain) => {
    const stranger = domains.findLast((each) => each !== domain && !mayImport[domain]!.includes(each))!;
    return [domain, stranger] as const;
  });

  let found: string[];
  let product: Cruise;
  beforeAll(async () => {
    const planted = unlawful.map(([, from, name]): [string, string] => [from, importing(name)]);
    const ofType: [string, string] = [
      'src/access/types.ts',
      `import type { A } from '../staff/staff.service.js';`,
    ];
    const arrows = files({
      ...Object.fromEntries(domains.map((domain) => [`src/${domain}/any.service.ts`, []])),
      ...Object.fromEntries(
        strangers.map(([domain, stranger]) => [`src/${domain}/c.ts`, [`../${stranger}/any.service.js`]]),
      ),
    });
    const tree = await plant([...lawful, ...planted, ofType, ...arrows]);
    found = violations(await cruise(tree));
    await rm(tree, { recursive: true });
    product = await cruise(root);
  });

  it.each(unlawful)('%s: %s may not import %s', (rule, from, _, to) => {
    expect(found).toContain(`${rule}: ${from} -> ${to}`);
  });

  it.each(strangers)('%s may not import %s', (domain, stranger) => {
    expect(found).toContain(`imports-of-${domain}: src/${domain}/c.ts -> src/${stranger}/any.service.ts`);
  });

  it('counts imports of types', () => {
    expect(found).toContain('imports-of-access: src/access/types.ts -> src/staff/staff.service.ts');
  });

  it('passes a tree that keeps the rules', async () => {
    const tree = await plant(lawful);
    expect(violations(await cruise(tree))).toEqual([]);
    await rm(tree, { recursive: true });
  });

  it('finds the product itself clean', () => {
    expect(violations(product)).toEqual([]);
  });

  it('has every folder of src in the table, and no other', async () => {
    const entries = await readdir(join(root, 'src'), { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect([...domains].sort()).toEqual(folders.sort());
  });

  it('names in each row only rows above it, so that nothing goes in a circle', () => {
    const upward = Object.entries(mayImport).flatMap(([domain, others]) =>
      others
        .filter((other) => !domains.slice(0, domains.indexOf(domain)).includes(other))
        .map((other) => `${domain} -> ${other}`),
    );
    expect(upward).toEqual([]);
  });

  it('allows no arrow that is not in use', () => {
    const allowed = Object.entries(mayImport).flatMap(([domain, others]) =>
      others.map((other) => `${domain} -> ${other}`),
    );
    const used = arrows(product);
    expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([]);
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
    ['no-restricted-imports', `export { Interval } from '@nestjs/schedule';`],
    ['no-restricted-imports', `export { RouteConfig } from '@nestjs/platform-fastify';`],
    ['own-tables-only', `export const i = 'select 1 from bookings';`],
    ['own-tables-only', 'export const j = `update bookings b set status = ${i}`;'],
    ['own-tables-only', 'export const k = `with a as (${i}) insert into bookings (id) values (1)`;'],
    ['own-tables-only', 'export const l = `where ${i}) delete from bookings`;'],
    ['own-tables-only', 'export const m = `reviews r join bookings b on true`;'],
    ['own-tables-only', `export const n = 'vacuum (analyze) bookings';`],
  ] as const;
  const selectBookings = `export const i = 'select 1 from bookings';`;
  const everything = banned.map(([, code]) => `${code}\n`).join('');
  const free = ['test/a.ts', 'bench/a.ts', 'src/staff/staff.spec.ts'];

  let found: string[];
  beforeAll(async () => {
    const owners: [string, string][] = [
      ['libs/time/clock.ts', banned[0][1]],
      ['libs/orm/columns.ts', banned[0][1]],
      [
        'libs/http/route-config.ts',
        `import { RouteConfig } from '@nestjs/platform-fastify';\nRouteConfig({});\n`,
      ],
      ['src/sessions/signing-keys.ts', `import { Interval } from '@nestjs/schedule';\nInterval(1);\n`],
      ['src/main.ts', banned[4][1]],
      ['src/demo/cli.ts', banned[9][1]],
      ['src/bookings/booking.entity.ts', `export const a = { tableName: 'bookings' };\n`],
      ['src/bookings/bookings.service.ts', selectBookings],
      ['src/analytics/report.queries.ts', selectBookings],
      ['src/demo/faults.ts', selectBookings],
      ['src/migrations/Migration1.ts', selectBookings],
      // Sentences that only sound like it.
      [
        'src/complaints/a.ts',
        `export const a = ['Choose one from bookings.', 'Update bookings that set out.'];`,
      ],
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
