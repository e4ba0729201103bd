export * from './flushed.js';
export * from './open-answer.js';
export * from './server-sent-events.js';
export * from './socket.adapter.js';
export * from './stream-entry.entity.js';
export * from './stream-trim.entity.js';
export * from './stream-log.js';
export * from './streams.module.js';
