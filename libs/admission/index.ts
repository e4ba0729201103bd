export * from './admission-gate.js';
export * from './connection-burst.js';
export * from './load-gauge.js';
export * from './refusals.js';
