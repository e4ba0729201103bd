export * from './push.module.js';
export * from './web-push.js';
