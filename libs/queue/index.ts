export * from './backends.js';
export * from './lane.js';
export * from './queue-tables.js';
export * from './queue.module.js';
export * from './queues.js';
