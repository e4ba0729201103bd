export * from './background.js';
export * from './background.module.js';
