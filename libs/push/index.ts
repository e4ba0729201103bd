export * from './public-address.js';
export * from './push-transport.js';
export * from './push.module.js';
export * from './web-push.js';
