export * from './password.js';
export * from './password.schema.js';
