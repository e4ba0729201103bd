export * from './event.js';
export * from './events.js';
export * from './events.module.js';
export * from './outbox-event.entity.js';
