export * from './declaration.js';
export * from './declaration-scan.js';
