import { defineConfig } from 'vitest/config';

/** As in package.json: `#libs/*` is the source, not what was built of it. Packages have a `source` of theirs, which Node.js cannot load. */
const conditions = ['product-source', 'node', 'module'];

/** One runner for the three tiers: unit specs beside the code, medium and e2e under test/. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    globals: true,
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './scripts/test-reporter.mjs'],
    projects: [
      {
        // The program is loaded once a worker, not once a suite: no suite may leave anything behind in a module.
        extends: true,
        test: {
          name: 'shared',
          isolate: false,
          include: ['{src,libs,test,eval}/**/*.spec.ts'],
          exclude: ['**/*.isolated.spec.ts'],
        },
      },
      {
        // Those that put something else in the place of a module.
        extends: true,
        test: { name: 'isolated', include: ['test/**/*.isolated.spec.ts'] },
      },
    ],
  },
});
