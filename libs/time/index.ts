export * from './clock.js';
export * from './zone.js';
