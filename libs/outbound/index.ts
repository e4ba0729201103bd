export * from './address.js';
export * from './errors.js';
export * from './outbound-requests.js';
export type { BoundFetch } from './outbound-fetch.js';
export * from './outbound.module.js';
export * from './resolver.js';
