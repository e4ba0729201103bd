export * from './admission-gate.js';
export * from './load-gauge.js';
export * from './refusals.js';
