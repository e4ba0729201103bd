export * from './job-request.js';
export * from './job-type.js';
export * from './job.entity.js';
export * from './job.registry.js';
export * from './jobs.js';
export * from './jobs.module.js';
