export * from './bounded-map.js';
export * from './shared-cache.js';
export * from './cache.module.js';
export * from './redis-check.js';
export * from './redis.module.js';
