export * from './clock.js';
export * from './durations.js';
export * from './zone.js';
