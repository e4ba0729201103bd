import { ForbiddenException, HttpException, NotFoundException } from '@nestjs/common';
import { DriverException } from '@mikro-orm/core';
import { DomainError, type ErrorKind } from '#libs/errors';
import { problemDocument, problemOf } from './problem.js';

const databaseError = (code: string, message = 'canary') =>
  new DriverException(Object.assign(new Error(message), { code }));

it.each<[ErrorKind, number]>([
  ['invalid', 400],
  ['unauthenticated', 401],
  ['forbidden', 403],
  ['not_found', 404],
  ['conflict', 409],
  ['stale', 412],
  ['too_many_requests', 429],
  ['unavailable', 503],
])('answers a domain error of kind %s with %d', (kind, status) => {
  const problem = problemOf(new DomainError('SOME_CODE', kind, 'Some detail.', { fact: 1 }));
  expect(problem).toMatchObject({ status, code: 'SOME_CODE', detail: 'Some detail.', data: { fact: 1 } });
  expect(problem.failure).toBeUndefined();
});

it('lets no data of an error overwrite the members of the document', () => {
  const error = new DomainError('REAL', 'conflict', 'Real.', {
    status: 200,
    code: 'FAKE',
    alternatives: [1],
  });
  expect(problemDocument(problemOf(error), 'id-1', '/path')).toEqual({
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    detail: 'Real.',
    code: 'REAL',
    instance: '/path',
    correlationId: 'id-1',
    alternatives: [1],
  });
});

it.each(['22P02', '22021', '22P05', '22001', '22003', '22009', '08P01'])(
  'calls a value that the database cannot hold (%s) the fault of the caller',
  (code) => {
    expect(problemOf(databaseError(code))).toMatchObject({ status: 400, code: 'INPUT_INVALID' });
  },
);

it.each([
  databaseError('57P01'),
  databaseError('08006'),
  databaseError('53300'),
  databaseError('ECONNREFUSED'),
  Object.assign(new AggregateError([Object.assign(new Error(), { syscall: 'connect' })]), {
    code: 'ECONNREFUSED',
  }),
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
  Object.assign(new Error('terminating connection'), { code: '57P01', severity: 'FATAL' }),
  new Error('Connection terminated unexpectedly'),
])('answers 503 while the database is away (%s)', (error) => {
  expect(problemOf(error)).toMatchObject({
    status: 503,
    code: 'DATABASE_UNAVAILABLE',
    headers: { 'retry-after': '5' },
    failure: true,
  });
});

it.each([
  databaseError('57014'),
  databaseError('55P03'),
  databaseError('40P01'),
  databaseError('40001'),
  Object.assign(new Error('could not serialize access'), { code: '40001', severity: 'ERROR' }),
  new Error('Query read timeout'),
])('asks to try again when the database has given up (%s)', (error) => {
  expect(problemOf(error)).toMatchObject({
    status: 503,
    code: 'DATABASE_BUSY',
    headers: { 'retry-after': '1' },
    failure: true,
  });
});

it('does not take a client that hangs up for a database that is away', () => {
  const aborted = Object.assign(new Error('aborted'), { code: 'ECONNRESET', statusCode: 400 });
  const problem = problemOf(aborted);
  expect(problem).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  expect(problem.failure).toBeUndefined();
});

it.each([
  new Error('canary'),
  databaseError('42P01'),
  databaseError('23505'),
  'canary',
  null,
  undefined,
  { message: 'canary' },
])('shows nothing of %s', (error) => {
  const problem = problemOf(error);
  expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', failure: true });
  expect(JSON.stringify(problem)).not.toContain('canary');
});

it.each([
  [new NotFoundException('Cannot GET /canary'), 404, 'ROUTE_NOT_FOUND'],
  [new ForbiddenException('canary'), 403, 'FORBIDDEN'],
  [new HttpException('canary', 418), 418, 'REQUEST_REFUSED'],
  [new HttpException('canary', 502), 500, 'INTERNAL'],
])('does not repeat what the framework says (%s)', (error, status, code) => {
  const problem = problemOf(error);
  expect(problem).toMatchObject({ status, code });
  expect(JSON.stringify(problem)).not.toContain('canary');
});
