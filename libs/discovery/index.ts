export * from './declared-methods.js';
