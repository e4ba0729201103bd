export * from './background-tasks.js';
export * from './background.module.js';
