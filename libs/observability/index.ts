export * from './default-metrics.js';
export * from './http-metrics.js';
export * from './logger.js';
export * from './request-context.js';
export * from './request-log.js';
