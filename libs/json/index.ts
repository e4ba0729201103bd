export * from './canonical.js';
export * from './limits.js';
