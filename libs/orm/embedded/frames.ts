// The messages of PostgreSQL's wire protocol, as far as the embedded server has to look into them: what kind a message is and how long, the
// names and the text in it. All other bytes pass through unread.
//
// This folder is also loaded by Node.js itself, in the worker and, in the tests, from its TypeScript source: so its files name one another
// with `.ts` (the build makes `.js` of it) and keep to syntax that is erased.

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The first byte of a message. */
export const frameKind = {
  parse: 0x50, // P
  bind: 0x42, // B
  describe: 0x44, // D
  execute: 0x45, // E
  close: 0x43, // C
  sync: 0x53, // S
  query: 0x51, // Q
  terminate: 0x58, // X
  parsed: 0x31, // 1, from the server
  error: 0x45, // E, from the server
  complete: 0x43, // C, from the server
  notification: 0x41, // A, from the server
  ready: 0x5a, // Z, from the server
} as const;

/** Where a message has its kind, and four bytes of its length, which counts itself. */
const headLength = 5;

/** The length of the message that begins at `offset`, its kind included; undefined where it is not all there. */
export function frameLength(bytes: Uint8Array, offset: number): number | undefined {
  if (bytes.length - offset < headLength) return undefined;
  const length = 1 + int32Bytes(bytes, offset + 1);
  return bytes.length - offset < length ? undefined : length;
}

export function int32Bytes(bytes: Uint8Array, offset: number): number {
  return (bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
}

/** Texts that end in a zero byte, as many as are asked for, from `offset` on. */
export function zeroEndedTexts(bytes: Uint8Array, offset: number, count: number): string[] {
  const found: string[] = [];
  for (let from = offset; found.length < count;) {
    const end = bytes.indexOf(0, from);
    found.push(end === from ? '' : decoder.decode(bytes.subarray(from, end)));
    from = end + 1;
  }
  return found;
}

/** A message of `kind` whose content is `parts`; texts get their zero byte. */
export function buildFrame(of: number, ...parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const content = concatBytes(
    parts.map((part) => (typeof part === 'string' ? encoder.encode(`${part}\0`) : part)),
  );
  const bytes = new Uint8Array(headLength + content.length);
  bytes[0] = of;
  new DataView(bytes.buffer).setInt32(1, content.length + 4);
  bytes.set(content, headLength);
  return bytes;
}

/** The rest of a message behind `skipped` texts, of which the first begins at `offset`. */
export function behindTexts(bytes: Uint8Array, offset: number, skipped: number): Uint8Array {
  let from = offset;
  for (let passed = 0; passed < skipped; passed++) from = bytes.indexOf(0, from) + 1;
  return bytes.subarray(from);
}

/** @param code SQLSTATE */
export function errorFrame(
  severity: 'ERROR' | 'FATAL',
  code: string,
  message: string,
): Uint8Array<ArrayBuffer> {
  return buildFrame(frameKind.error, `S${severity}`, `V${severity}`, `C${code}`, `M${message}`, '');
}

export const queryFrame = (sql: string): Uint8Array => buildFrame(frameKind.query, sql);

export const syncFrame = buildFrame(frameKind.sync);

/** In a buffer of its own, so that it can be handed to another thread. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const chunk of chunks) length += chunk.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
