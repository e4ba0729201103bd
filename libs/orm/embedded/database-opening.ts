// How a connection begins: with messages that have no kind, and with settings.
import { int32Bytes, zeroEndedTexts } from './frames.ts';
import type { SessionSettings } from './embedded-session.ts';

/** Requests to encrypt, which there is no need to. */
const encryptionCodes = new Set([80_877_103, 80_877_104]);
const cancellationCode = 80_877_102;

export type DatabaseOpening =
  | { is: 'encryption' }
  | { is: 'cancellation' }
  | { is: 'startup'; settings: SessionSettings; idleLimitMs: number };

/** The length of the first message; undefined where it is not all there. */
export function openingLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 8) return undefined;
  const length = int32Bytes(bytes, 0);
  return bytes.length < length ? undefined : length;
}

export function openingOf(message: Uint8Array): DatabaseOpening {
  const code = int32Bytes(message, 4);
  if (encryptionCodes.has(code)) return { is: 'encryption' };
  if (code === cancellationCode) return { is: 'cancellation' };
  const given = parametersIn(message);
  const idleLimitMs = Number(given.get('idle_in_transaction_session_timeout') ?? 0);
  for (const name of notSettings) given.delete(name);
  return { is: 'startup', settings: [...given].sort(byName), idleLimitMs };
}

/** Who and where is always the same, and nothing in PGlite can be interrupted: the server has a deadline of its own for statements. */
const notSettings = [
  'user',
  'database',
  'replication',
  'options',
  'statement_timeout',
  'lock_timeout',
  'transaction_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
];

function parametersIn(message: Uint8Array): Map<string, string> {
  const given = new Map<string, string>();
  for (let at = 8; message[at];) {
    const [name, value] = zeroEndedTexts(message, at, 2) as [string, string];
    given.set(name, value);
    at = message.indexOf(0, message.indexOf(0, at) + 1) + 1;
  }
  // `-c name=value`, in which a space is written with a backslash before it.
  for (const [, name, value] of (given.get('options') ?? '').matchAll(/-c\s*([\w.]+)=((?:\\.|[^\s\\])*)/g))
    given.set(name!, value!.replaceAll(/\\(.)/g, '$1'));
  return given;
}

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number =>
  one < other ? -1 : 1;

/** With which PGlite itself is spoken to for the first time. */
export function startupFrame(): Uint8Array {
  const parameters = new TextEncoder().encode('user\0postgres\0database\0postgres\0\0');
  const bytes = new Uint8Array(8 + parameters.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, bytes.length);
  view.setInt32(4, 196_608);
  bytes.set(parameters, 8);
  return bytes;
}
