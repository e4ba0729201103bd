export * from './secret-box.js';
export * from './secrets.module.js';
export * from './token.js';
