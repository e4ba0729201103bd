export * from './near-names.js';
export * from './tool.decorator.js';
export * from './tool.registry.js';
export * from './tool-outcome.js';
export * from './tool-schema.js';
export * from './tool-registry.module.js';
