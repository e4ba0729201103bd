import { z } from 'zod';
import { addNotModified, addProblems, type Operation } from './documented-problems.js';
import { jsonSchemaOf } from './json-schema.js';
import { plainText } from './text.js';

const statusesOf = (operation: Partial<Operation>, own: Operation['responses'] = {}) => {
  const responses = { 200: {}, default: {}, ...own };
  addProblems({ ...operation, responses });
  return Object.keys(responses);
};

it('documents what the declaration of a route tells', () => {
  const byId = { parameters: [{ in: 'path' }], security: [{ bearer: [] }] };
  expect(statusesOf({})).toEqual(['200', '429', '503', 'default']);
  expect(statusesOf({ parameters: [{ in: 'query' }] })).toContain('400');
  expect(statusesOf(byId)).toEqual(['200', '400', '401', '403', '404', '429', '503', 'default']);
});

it('documents what headers can lead to', () => {
  expect(statusesOf({ parameters: [{ in: 'header', name: 'if-match' }] })).toContain('412');
  const own = { 409: { description: 'SLOT_TAKEN.' } };
  expect(statusesOf({ parameters: [{ in: 'header', name: 'idempotency-key' }] }, own)).toContain('422');
  expect(own[409].description).toMatch(/^SLOT_TAKEN\. IDEMPOTENCY_IN_FLIGHT/);
});

it('documents that what a reader has already is not sent again', () => {
  const operation: Operation = { responses: { 200: { headers: { etag: {} } } } };
  addNotModified(operation);
  expect(operation.responses).toHaveProperty('304');
  expect(operation.parameters).toEqual([expect.objectContaining({ name: 'if-none-match' })]);
  const plain: Operation = { responses: { 200: {} } };
  addNotModified(plain);
  expect(plain).toEqual({ responses: { 200: {} } });
});

it('leaves alone what a route says itself', () => {
  const responses = { 200: {}, 401: { description: 'LOGIN_FAILED' }, default: {} };
  addProblems({ security: [{ bearer: [] }], responses });
  expect(responses[401]).toMatchObject({ description: 'LOGIN_FAILED' });
});

it('keeps the constraints of a text that is changed on its way in, and no bounds that are none', () => {
  const text = plainText({ min: 3, max: 254 }).transform((each) => each.toLowerCase());
  expect(jsonSchemaOf(text, 'input')!.schema).toMatchObject({ minLength: 3, maxLength: 254 });
  expect(jsonSchemaOf(z.int(), 'output')!.schema).toEqual({ type: 'integer' });
  expect(jsonSchemaOf(z.int().nonnegative(), 'output')!.schema).toEqual({ type: 'integer', minimum: 0 });
});
