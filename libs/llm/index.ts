export * from './language-model.js';
export * from './scripted-model.js';
export { foreignClaims } from './facts/foreign-claims.js';
export * from './prompts/prompt.js';
