export * from './sms-sender.js';
export * from './sms.module.js';
