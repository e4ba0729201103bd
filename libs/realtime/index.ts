export * from './stream-entry.entity.js';
export * from './streams.js';
export * from './streams.module.js';
