export * from './backends.js';
export * from './queue-lane.js';
export * from './queue-tables.js';
export * from './queue.module.js';
export * from './open-queues.js';
