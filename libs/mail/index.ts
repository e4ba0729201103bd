export * from './carrier.js';
export * from './mail-letter.js';
export * from './mail.module.js';
export * from './mailer.js';
export * from './mail-outbox.js';
