export * from './notification-kind.js';
export * from './notification-kind.registry.js';
export * from './notification-kinds.module.js';
export * from './notifies.js';
