import type { IncomingMessage } from 'node:http';
import { fastify } from 'fastify';
import { callerAddressBehind } from './caller-address.js';

const request = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded ? { 'x-forwarded-for': forwarded } : {},
  }) as IncomingMessage;

const trusted = '10.1.0.0/16, 192.0.2.1, 2001:db8::/32';

it.each([
  ['10.1.2.3', undefined, '10.1.2.3'],
  ['10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  ['10.1.2.3', '203.0.113.9,192.0.2.1 , 10.1.0.9', '203.0.113.9'],
  ['10.1.2.3', '10.1.0.7, 10.1.0.8', '10.1.0.7'],
  ['10.2.2.3', '203.0.113.9', '10.2.2.3'],
  ['::ffff:10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['2001:db8::7', '2001:db9::8', '2001:db9::8'],
  ['2001:db9::7', '203.0.113.9', '2001:db9::7'],
  ['10.1.2.3', 'somebody, 192.0.2.1', 'somebody'],
])('of %s and %s takes %s, as Fastify does', async (address, forwarded, caller) => {
  expect(callerAddressBehind(trusted)(request(address, forwarded))).toBe(caller);
  const server = fastify({ trustProxy: trusted });
  server.get('/', ({ ip }) => ip);
  const headers = forwarded ? { 'x-forwarded-for': forwarded } : {};
  expect((await server.inject({ url: '/', remoteAddress: address, headers })).body).toBe(caller);
});

it('believes nobody where there is no proxy', () => {
  expect(callerAddressBehind('')(request('127.0.0.1', '203.0.113.9'))).toBe('127.0.0.1');
});
