export * from './language-model.js';
export * from './scripted-model.js';
