export * from './after-commit.js';
export * from './columns.js';
export * from './constraint.js';
export * from './embedded.js';
export * from './directory-lock.js';
export * from './orm.module.js';
export * from './collection-of.js';
