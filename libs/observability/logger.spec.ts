import { createLogger, nestLogger } from './logger.js';
import { runInRequest } from './request-context.js';

function capture(level: 'info' | 'debug' = 'info') {
  const lines: Record<string, any>[] = [];
  return { logger: createLogger(level, { write: (line) => void lines.push(JSON.parse(line)) }), lines };
}

it('writes neither secrets nor personal data, at the top or one object down', () => {
  const { logger, lines } = capture();
  const person = {
    email: 'canary@example.com',
    phone: '+919800000000',
    password: 'canary',
    accessToken: 'canary',
  };
  logger.info({ ...person, person, headers: { authorization: 'Bearer canary', cookie: 'canary' } }, 'hello');
  expect(JSON.stringify(lines)).not.toMatch(/canary|98000/);
  expect(lines[0]).toMatchObject({ level: 'info', msg: 'hello' });
});

it.each([
  ['name', 'canary'],
  ['line', 'canary'],
  ['address', 'canary'],
  ['apiKey', 'canary'],
  ['x-csrf-token', 'canary'],
  ['secret', 'canary'],
  ['code', '123456'],
])('does not write what stands under %s', (name, value) => {
  const { logger, lines } = capture();
  logger.info({ [name]: value, inside: { [name]: value } }, 'hello');
  expect(JSON.stringify(lines)).not.toContain(value);
});

it('writes the code of an error', () => {
  const { logger, lines } = capture();
  logger.info({ code: 'SLOT_TAKEN' }, 'hello');
  logger.info({ code: '23505' }, 'hello');
  expect(lines.map((line) => line.code)).toEqual(['SLOT_TAKEN', '23505']);
});

it('marks every line with the request that it belongs to', async () => {
  const { logger, lines } = capture();
  await Promise.all(
    ['one', 'two'].map((correlationId) =>
      runInRequest({ correlationId }, async () => {
        await Promise.resolve();
        logger.info(correlationId);
      }),
    ),
  );
  logger.info('outside');
  expect(lines.map((line) => [line.msg, line.correlationId])).toEqual([
    ['one', 'one'],
    ['two', 'two'],
    ['outside', undefined],
  ]);
});

it('does not carry fields of one line over to the next', () => {
  const { logger, lines } = capture();
  runInRequest({ correlationId: 'one' }, () => {
    logger.info({ only: 'here' }, 'first');
    logger.info('second');
  });
  expect(lines[1]).not.toHaveProperty('only');
});

it('keeps the row of a violated constraint out of the log, and the stack in it', () => {
  const { logger, lines } = capture();
  const error = new Error('duplicate key value\n - detail: Key (email)=(canary@example.com) already exists.');
  logger.error({ err: Object.assign(error, { code: '23505', detail: 'canary' }) });
  expect(JSON.stringify(lines)).not.toContain('canary');
  expect(lines[0]!.err).toMatchObject({ message: 'duplicate key value', code: '23505' });
  expect(lines[0]!.err.stack).toContain('logger.spec');
});

it('leaves the chatter of the framework to those who debug it', () => {
  const [quiet, loud] = [capture('info'), capture('debug')];
  for (const { logger } of [quiet, loud]) {
    nestLogger(logger).log('Mapped {/route, GET}', 'RouterExplorer');
    nestLogger(logger).log('of interest', 'Somewhere');
  }
  expect(quiet.lines.map((line) => line.msg)).toEqual(['of interest']);
  expect(loud.lines).toHaveLength(2);
});
