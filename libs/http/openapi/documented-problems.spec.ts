import { addNotModified, addProblems, type DocumentedOperation } from './documented-problems.js';
import { problemMediaType } from '../problem.js';

const statusesOf = (code: string): readonly number[] =>
  ({ SLOT_TAKEN: [409], BOOKING_NOT_FOUND: [404], LOGIN_FAILED: [401], TWICE: [400, 422] })[code] ?? [];

const documented = (operation: Partial<DocumentedOperation>, own: DocumentedOperation['responses'] = {}) => {
  const whole = { ...operation, responses: { 200: {}, default: {}, ...own } } as DocumentedOperation;
  addProblems(whole, statusesOf);
  return whole.responses;
};

/** Those that are written out, with their codes. */
const codesOf = (responses: DocumentedOperation['responses'], status: number) =>
  JSON.stringify(responses[status]?.content?.[problemMediaType]?.schema ?? {});

it('documents what the declaration of a route tells', () => {
  const statuses = (operation: Partial<DocumentedOperation>) => Object.keys(documented(operation));
  const byId = { parameters: [{ in: 'path' }], security: [{ bearer: [] }] };
  expect(statuses({})).toEqual(['200', '400', '429', '500', '503', 'default']);
  expect(statuses({ requestBody: { content: {} } })).toEqual(expect.arrayContaining(['413', '415']));
  expect(statuses(byId)).toEqual(['200', '400', '401', '403', '429', '500', '503', 'default']);
});

it('documents what headers can lead to', () => {
  expect(Object.keys(documented({ parameters: [{ in: 'header', name: 'If-Match' }] }))).toContain('412');
  const own = { 409: { description: 'SLOT_TAKEN.' } };
  const responses = documented({ parameters: [{ in: 'header', name: 'Idempotency-Key' }] }, own);
  expect(Object.keys(responses)).toContain('422');
  expect(responses[409]!.description).toMatch(/^SLOT_TAKEN\. IDEMPOTENCY_IN_FLIGHT/);
  expect(codesOf(responses, 409)).toContain('"enum":["IDEMPOTENCY_IN_FLIGHT","SLOT_TAKEN"]');
});

it('puts the codes of an operation under their statuses', () => {
  const byId = { parameters: [{ in: 'path' }], 'x-codes': ['BOOKING_NOT_FOUND', 'TWICE'] };
  const responses = documented(byId);
  expect(codesOf(responses, 404)).toContain('"enum":["BOOKING_NOT_FOUND"]');
  expect(codesOf(responses, 400)).toContain('"VALIDATION_FAILED"');
  for (const status of [400, 422]) expect(codesOf(responses, status)).toContain('"TWICE"');
  expect(codesOf(documented({}), 429)).toBe('{}');
});

it('tells nothing of a status that only other operations mean by it', () => {
  const conflict = { 409: { description: 'SLOT_TAKEN: gone.' } };
  expect(codesOf(documented({}, conflict), 409)).toContain('"enum":["SLOT_TAKEN"]');
  expect(codesOf(documented({ 'x-codes': ['SLOT_TAKEN'] }), 409)).toContain('"enum":["SLOT_TAKEN"]');
});

it('refuses to document what is never answered', () => {
  expect(() => documented({ 'x-codes': ['NO_SUCH_CODE'] })).toThrow('NO_SUCH_CODE');
  expect(() => documented({}, { 404: { description: 'SLOT_TAKEN: gone.' } })).toThrow('SLOT_TAKEN');
});

it('documents that what a reader has already is not sent again', () => {
  const operation: DocumentedOperation = { responses: { 200: { headers: { ETag: {} } } } };
  addNotModified(operation);
  expect(operation.responses).toHaveProperty('304');
  expect(operation.parameters).toEqual([expect.objectContaining({ name: 'If-None-Match' })]);
  const plain: DocumentedOperation = { responses: { 200: {} } };
  addNotModified(plain);
  expect(plain).toEqual({ responses: { 200: {} } });
});

it('leaves alone what a route says itself', () => {
  const own = { 401: { description: 'LOGIN_FAILED: wrong.' } };
  expect(documented({ security: [{ bearer: [] }] }, own)[401]).toMatchObject({
    description: 'LOGIN_FAILED: wrong.',
  });
});
