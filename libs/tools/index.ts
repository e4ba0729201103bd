export * from './tool.decorator.js';
export * from './tool.registry.js';
export * from './tools.module.js';
