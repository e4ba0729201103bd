export * from './document-limits.js';
export * from './document-reader.js';
export * from './document-unreadable.js';
export type { CheckedPdf, DocumentFormat, ReadDocument } from './reading/orders.js';
