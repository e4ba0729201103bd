// Who may import whom (docs: CONTRIBUTING.md). `npm run check` applies it; test/contracts/boundaries.spec.ts breaks every rule on purpose.

const { ground, mayImport } = require('./domains.cjs');

const compositionFiles = '^src/[^/]+[.]ts$';

/** Of these everything is shown. */
const open = [...ground, 'demo', 'migrations'];

const folders = (names) => `^src/(?:${names.join('|')})/`;
const own = '^src/$1/';
/** What a domain shows to others: the suffix of a file is its visibility. */
const published = '[.](?:module|service|entity|events|errors)[.]ts$';
/** Tests may import anything. */
const tests = '[.]spec[.]ts$|^(?:test|bench|eval)/';
/** A program of its own (`npm run audit`, `npm run staff`): it opens the database as the program itself does. */
const programs = '^src/[^/]+/cli[.]ts$';
const drivers = 'node_modules/(?:@mikro-orm/postgresql|@electric-sql|pg|postgres)/';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([domain, others]) =>
      forbid(
        `imports-of-${domain}`,
        'Only what its row in domains.cjs names; what a domain below must know of one above is an event',
        { path: `^src/${domain}/`, pathNot: [tests, programs] },
        {
          path: ['^src/', '^ormconfig[.]ts$'],
          pathNot: folders([domain, ...others, ...(ground.includes(domain) ? [] : ground)]),
        },
      ),
    ),
    forbid(
      'every-domain-in-the-table',
      'A new folder in src takes its row in domains.cjs',
      { path: '^src/[^/]+/', pathNot: folders(Object.keys(mayImport)) },
      {},
    ),
    forbid(
      'published-files-only',
      'Of another domain only .module .service .entity .events .errors may be imported (config and access: all); the demo data ' +
        'is made by the rules themselves, prices included',
      { path: '^src/([^/]+)/', pathNot: `${tests}|^src/demo/` },
      { path: '^src/[^/]+/', pathNot: [own, folders(open), published] },
    ),
    forbid(
      'published-files-only-from-the-root',
      'What composes the program sees of a domain what other domains see, its guards, which it puts in order, and what it adds to the API document',
      { path: `${compositionFiles}|^ormconfig[.]ts$`, pathNot: tests },
      {
        path: '^src/[^/]+/',
        pathNot: [folders(open), published, '[.](?:guard|document)[.]ts$'],
      },
    ),
    forbid(
      'libs-know-no-product',
      'A lib knows nothing of homes, bookings or customers',
      { path: '^libs/', pathNot: tests },
      { path: '^(?:src/|ormconfig[.]ts$)' },
    ),
    forbid(
      'libs-through-their-index',
      'A lib is imported as #libs/<name>: what its index.ts does not export is private',
      { path: '^(?:src/|ormconfig[.]ts$)', pathNot: tests },
      { path: '^libs/', dependencyTypesNot: ['aliased-subpath-import'] },
    ),
    forbid(
      'libs-among-themselves-through-their-index',
      'The same between libs',
      { path: '^libs/([^/]+)/', pathNot: tests },
      { path: '^libs/', pathNot: '^libs/$1/', dependencyTypesNot: ['aliased-subpath-import'] },
    ),
    forbid(
      'one-place-names-a-driver',
      'Only ormconfig.ts and libs/orm know which database it is; others use @mikro-orm/core and @mikro-orm/sql',
      { path: '^(?:src|libs)/', pathNot: [tests, '^libs/orm/'] },
      { path: drivers },
    ),
    forbid(
      'nest-through-its-index',
      'What Nest does not export from the index of a package is private, and may change with any release',
      { path: '^(?:src|libs|test|bench|eval)/|^ormconfig[.]ts$' },
      {
        path: 'node_modules/@nestjs/[^/]+/',
        pathNot: 'node_modules/@nestjs/[^/]+/(?:dist/)?index[.](?:js|d[.]ts)$',
      },
    ),
    forbid(
      'product-without-tests',
      'The product does not import its tests, benchmarks or scripts',
      { path: '^(?:src|libs)/|^ormconfig[.]ts$', pathNot: tests },
      { path: `${tests}|^scripts/` },
    ),
    forbid('no-cycles', 'Native ES modules and cycles do not go together', {}, { circular: true }),
    forbid(
      'no-unresolved-imports',
      'An import that cannot be resolved would slip through the other rules',
      { path: '^(?:src|libs)/|^ormconfig[.]ts$' },
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // types are knowledge too
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['product-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
