export * from './domain.error.js';
export * from './start-refused.js';
