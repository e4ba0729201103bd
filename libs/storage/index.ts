export * from './file-store.js';
export * from './file-sweep.js';
export * from './folder-store.js';
export * from './image.js';
export * from './s3-store.js';
export * from './signed-links.js';
export * from './storage.module.js';
