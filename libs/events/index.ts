export * from './event.js';
export * from './event-outbox.js';
export * from './event.registry.js';
export * from './events.module.js';
export * from './listener.registry.js';
export * from './outbox-event.entity.js';
