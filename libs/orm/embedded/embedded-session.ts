// The one session that PGlite has, and what is read of its answers.
import type { PGlite } from '@electric-sql/pglite';
import { StatementCache } from './statement-cache.ts';
import {
  concatBytes,
  frameLength,
  int32Bytes,
  frameKind,
  queryFrame,
  syncFrame,
  zeroEndedTexts,
} from './frames.ts';

/** Of the transaction: none, one that goes on, one that has failed. */
export type SessionStatus = 'I' | 'T' | 'E';

export interface SessionNotification {
  channel: string;
  bytes: Uint8Array;
}

export interface SessionAnswer {
  /** For the connection that asked: without the notifications, which are for those who listen. */
  bytes: Uint8Array<ArrayBuffer>;
  /** What each statement that was done is called: `SET`, `INSERT 0 1`. */
  tags: string[];
  /** Undefined while more is expected: nothing said that this is the end of the request. */
  status: SessionStatus | undefined;
  /** The first error, a whole message. */
  error: Uint8Array | undefined;
}

export type AnnounceNotification = (notification: SessionNotification) => void;

/** Settings of a connection, in the order of their names. */
export type SessionSettings = readonly (readonly [name: string, value: string])[];

export class EmbeddedSession {
  readonly #pglite: PGlite;
  /** Odd while something runs: whoever watches from another thread sees for how long it has been the same number. */
  readonly #pulse: Int32Array;
  readonly #announce: AnnounceNotification;
  readonly statements = new StatementCache();
  /** Undefined when it is not known. */
  #settings: SessionSettings | undefined = [];
  #settingsKey = '[]';

  constructor(pglite: PGlite, pulse: Int32Array, announce: AnnounceNotification) {
    this.#pglite = pglite;
    this.#pulse = pulse;
    this.#announce = announce;
  }

  /** Does what the messages say, at once: nothing else in this thread runs meanwhile. */
  run(messages: Uint8Array): SessionAnswer {
    const chunks: Uint8Array[] = [];
    Atomics.add(this.#pulse, 0, 1);
    // The promise is of the file system, which has all of it by then; the bytes are those of PGlite and are used again.
    void this.#pglite.execProtocolRawStream(messages, {
      syncToFs: false,
      onRawData: (bytes) => chunks.push(bytes.slice()),
    });
    Atomics.add(this.#pulse, 0, 1);
    const answer = readAnswer(concatBytes(chunks), this.#announce);
    this.statements.notice(answer.tags);
    const cleaning = answer.status === 'I' ? this.statements.cleaning() : undefined;
    if (cleaning) this.run(cleaning);
    return answer;
  }

  /** What a text means depends on it. */
  get settingsKey(): string {
    return this.#settingsKey;
  }

  query(sql: string): SessionAnswer {
    return this.run(queryFrame(sql));
  }

  /** Ends what somebody has left in the middle. What was sent without its end is done, or has failed, within the transaction that is given up. */
  giveUp(): void {
    this.run(syncFrame);
    this.query('rollback');
  }

  /** Makes the session one of `settings` and of nothing else. @returns the error, a whole message, where one of them cannot be had */
  apply(settings: SessionSettings): Uint8Array | undefined {
    const wanted = JSON.stringify(settings);
    if (wanted === this.#settingsKey) return undefined;
    const { error } = this.query(changeOf(this.#settings, settings));
    this.#know(error ? undefined : settings);
    return error;
  }

  /** What the session is set to now, beside what is usual. To be asked when a connection may have set something. */
  settings(): SessionSettings {
    const { bytes } = this.query(
      `select name, setting from pg_settings where source = 'session'
       union all select 'role', current_setting('role') where current_setting('role') <> 'none' order by 1`,
    );
    const settings = rowsOf(bytes).map(([name, value]) => [name!, value!] as const);
    this.#know(settings);
    return settings;
  }

  #know(settings: SessionSettings | undefined): void {
    this.#settings = settings;
    this.#settingsKey = JSON.stringify(settings ?? null);
  }
}

/** Only what is different: it is done whenever the queue and the rest of the program take turns. */
function changeOf(now: SessionSettings | undefined, wanted: SessionSettings): string {
  const [before, after] = [new Map(now), new Map(wanted)];
  const gone = now ? [...before.keys()].filter((name) => !after.has(name)) : ['all', 'role'];
  const set = wanted
    .filter(([name, value]) => before.get(name) !== value)
    .map(([name, value]) => `set_config(${quoted(name)}, ${quoted(value)}, false)`);
  return [
    ...gone.map((name) => `reset ${name}`),
    ...(set.length > 0 ? [`select ${set.join(', ')}`] : []),
  ].join(';');
}

function readAnswer(bytes: Uint8Array<ArrayBuffer>, announce: AnnounceNotification): SessionAnswer {
  const answer: SessionAnswer = { bytes, tags: [], status: undefined, error: undefined };
  const kept: Uint8Array[] = [];
  let keptFrom = 0;
  for (let at = 0, length: number | undefined; (length = frameLength(bytes, at)); at += length) {
    const content = at + 5;
    switch (bytes[at]) {
      case frameKind.notification:
        kept.push(bytes.subarray(keptFrom, at));
        keptFrom = at + length;
        announce({ channel: zeroEndedTexts(bytes, content + 4, 1)[0]!, bytes: bytes.slice(at, keptFrom) });
        break;
      case frameKind.complete:
        answer.tags.push(zeroEndedTexts(bytes, content, 1)[0]!);
        break;
      case frameKind.error:
        answer.error ??= bytes.subarray(at, at + length);
        break;
      case frameKind.ready:
        answer.status = String.fromCharCode(bytes[content]!) as SessionStatus;
    }
  }
  if (kept.length > 0) answer.bytes = concatBytes([...kept, bytes.subarray(keptFrom)]);
  return answer;
}

/** Of an answer whose columns are texts. */
function rowsOf(bytes: Uint8Array): string[][] {
  const decoder = new TextDecoder();
  const rows: string[][] = [];
  for (let at = 0, length: number | undefined; (length = frameLength(bytes, at)); at += length) {
    if (bytes[at] !== 0x44) continue;
    const row: string[] = [];
    const columns = (bytes[at + 5]! << 8) | bytes[at + 6]!;
    for (let column = 0, from = at + 7; column < columns; column++) {
      const size = Math.max(0, int32Bytes(bytes, from));
      row.push(decoder.decode(bytes.subarray(from + 4, from + 4 + size)));
      from += 4 + size;
    }
    rows.push(row);
  }
  return rows;
}

/** Whatever the session makes of backslashes. */
const quoted = (text: string): string => `E'${text.replaceAll(/['\\]/g, '\\$&')}'`;
