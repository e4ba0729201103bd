export * from './text-language.js';
export * from './amounts.js';
export * from './days.js';
export * from './message.js';
export * from './csv.js';
