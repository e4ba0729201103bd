// One JSON line an event, with the correlation id of the request it belongs to and without personal data.
import { isatty } from 'node:tty';
import { pino, type DestinationStream, type LogFn, type Logger as PinoInstance } from 'pino';
import { build } from 'pino-pretty';
import { Logger as NestPinoLogger, type PinoLogger } from 'nestjs-pino';
import type { LoggerService } from '@nestjs/common';
import { currentRequest } from './request-context.js';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
export type Logger = PinoInstance;

/** Never written, at the top of a line or one object down. What lies deeper must not be logged as an object. */
const secretNames = new Set([
  // What opens something.
  'authorization',
  'cookie',
  'set-cookie',
  'x-csrf-token',
  'x-api-key',
  'idempotency-key',
  'password',
  'newPassword',
  'currentPassword',
  'passwordHash',
  'hash',
  'secret',
  'otp',
  'token',
  'accessToken',
  'refreshToken',
  'csrfToken',
  'apiKey',
  'recoveryCode',
  'recoveryCodes',
  // Who somebody is, and what they have said.
  'email',
  'phone',
  'identifier',
  'name',
  'address',
  'userAgent',
  'to',
  'line',
  'addressLine',
  'landmark',
  'notes',
  'message',
  'text',
  'body',
  'query',
  'url',
]);
const masked = '[masked]';

/** Lines are written together: each time so many bytes have come up, and at least every {@link flushMs}. */
const bufferBytes = 4096;
const flushMs = 250;

/** @param destination where the lines go; standard output by default */
export function createLogger(
  level: LogLevel,
  destination: DestinationStream = standardOutput('json'),
): Logger {
  const options = {
    level,
    base: null,
    // Own masking, as pino's costs more than the rest of a line.
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => withoutSecrets(fields),
    },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: withoutValues },
    mixin: () => ({ correlationId: currentRequest()?.correlationId }),
    hooks: { logMethod: withMessage },
  };
  return pino(options, destination);
}

/** `auto` is readable on a terminal, JSON elsewhere. */
export type LogFormat = 'auto' | 'json' | 'readable';

/** What is left in the buffer is written when the process exits, unless it is killed. */
export function standardOutput(format: LogFormat): DestinationStream {
  if (format === 'readable' || (format === 'auto' && isatty(1))) return readableOutput();
  return pino.destination({ fd: 1, sync: false, minLength: bufferBytes, periodicFlush: flushMs });
}

/** Each line at once: a person is looking. */
function readableOutput(): DestinationStream {
  return build({
    sync: true,
    ignore: 'pid,hostname,context',
    translateTime: 'SYS:HH:MM:ss',
    messageFormat: (line, message) => [line.context, line[message]].filter(Boolean).join(': '),
  });
}

function withoutSecrets(fields: Record<string, unknown>, isNested = false): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (secretNames.has(name) || isSentCode(name, value)) shown[name] = masked;
    else shown[name] = !isNested && isPlain(value) ? withoutSecrets(value, true) : value;
  }
  return shown;
}

/** One that was sent to somebody to prove who they are; codes of errors are not of six digits. */
function isSentCode(name: string, value: unknown): boolean {
  return name === 'code' && /^\d{6}$/.test(String(value));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Nest tells every module and route at every start: that is for debugging Nest. */
const chatter = new Set([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

class QuietNestLogger extends NestPinoLogger {
  override log(message: unknown, ...rest: unknown[]): void {
    if (chatter.has(String(rest.at(-1)))) this.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}

/** For Nest's own lines and everything that is logged through `Logger` of @nestjs/common. */
export function nestLogger(logger: Logger): LoggerService {
  // It only calls the level methods, which a plain pino logger has as well.
  return new QuietNestLogger(logger as unknown as PinoLogger, {});
}

/** Without a message of the line pino takes the whole one of the error, past its serializer. */
function withMessage(this: Logger, args: Parameters<LogFn>, write: LogFn): void {
  const [first] = args as unknown[];
  const error = first instanceof Error ? first : (first as { err?: unknown } | null)?.err;
  if (args.length === 1 && error instanceof Error) args.push(error.name);
  write.apply(this, args);
}

/** Type, message, stack and code. Errors of the database also carry the row they were about, which stays out of the log. */
function withoutValues(error: Error & { code?: unknown }) {
  return { type: error.name, message: firstLine(error.message), code: error.code, stack: frames(error) };
}

/** PostgreSQL repeats the values of a violated constraint in the lines after the first. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0]!;
}

function frames(error: Error): string {
  const lines = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return [`${error.name}: ${firstLine(error.message)}`, ...lines].join('\n');
}
