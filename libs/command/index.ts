export * from './command-line.js';
export * from './read-command.js';
