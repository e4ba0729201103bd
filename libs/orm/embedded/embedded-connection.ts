// One connection, on the side of the server: what it has sent and is not done yet, and what of the one session is its own.
import type { MessagePort } from 'node:worker_threads';
import { concatBytes, errorFrame, frameLength, frameKind } from './frames.ts';
import { OwnNames } from './own-names.ts';
import type { SessionNotification, EmbeddedSession, SessionSettings } from './embedded-session.ts';
import { openingLength, openingOf } from './database-opening.ts';

const noEncryption = Uint8Array.of(0x4e);

/** Of statements that set something, or in which anything may be done. */
const mayHaveSet = new Set(['SET', 'RESET', 'DO', 'CALL']);
/** Settings of a transaction, which end with it. */
const setForTransaction = /^\s*set\s+(?:local|transaction)\b[^;]*;?\s*$/i;
const settingInQuery = /\bset_config\s*\(/i;
const listening = /(?:^|[\n;])\s*(un)?listen\s+(?:"((?:[^"]|"")+)"|([\w$]+|\*))/gi;

/** `waits`: for the rest of what it has begun, so that it must keep the session. */
export type ConnectionStep = 'waits' | 'done' | 'over';

export class EmbeddedConnection {
  /** How long it may keep the session while it says nothing; 0: for ever. */
  idleLimitMs = 0;
  readonly #port: MessagePort;
  readonly #session: EmbeddedSession;
  readonly #welcome: Uint8Array;
  readonly #names: OwnNames;
  readonly #channels = new Set<string>();
  #settings: SessionSettings = [];
  #input: Uint8Array = new Uint8Array(0);
  #hasStarted = false;
  #tags: string[] = [];

  /** @param welcome what is said to each that begins */
  constructor(port: MessagePort, session: EmbeddedSession, welcome: Uint8Array, number: number) {
    this.#port = port;
    this.#session = session;
    this.#welcome = welcome;
    this.#names = new OwnNames(number, session);
  }

  take(bytes: Uint8Array): void {
    this.#input = this.#input.length === 0 ? bytes : concatBytes([this.#input, bytes]);
  }

  /** Whether a whole message is there. */
  get hasWork(): boolean {
    return (this.#hasStarted ? frameLength(this.#input, 0) : openingLength(this.#input)) !== undefined;
  }

  tell({ channel, bytes }: SessionNotification): void {
    if (this.#channels.has(channel)) this.#send(bytes.slice());
  }

  /** Makes the session its own. */
  begin(): ConnectionStep {
    this.#names.forgetUnnamed();
    const error = this.#session.apply(this.#settings);
    return error ? this.#refuse(error) : 'waits';
  }

  /** Does the next request. */
  step(): ConnectionStep {
    if (!this.#hasStarted) return this.#open();
    const request = this.#nextRequest();
    if (!request) return this.#input[0] === frameKind.terminate ? 'over' : 'waits';
    const answer = this.#session.run(request);
    this.#send(this.#names.answer(answer));
    this.#tags.push(...answer.tags);
    if (answer.status !== 'I') return 'waits';
    this.#keepAccount();
    return 'done';
  }

  /** Says why, and hangs up. */
  end(code: string, message: string): void {
    this.#send(errorFrame('FATAL', code, message));
    this.#port.close();
  }

  /** Leaves nothing of it in the session, in which it is in the middle of nothing. */
  leave(): void {
    const removal = this.#names.removal();
    if (removal) this.#session.run(removal);
    this.#port.close();
  }

  #open(): ConnectionStep {
    const length = openingLength(this.#input)!;
    const opening = openingOf(this.#input.subarray(0, length));
    this.#input = this.#input.subarray(length);
    if (opening.is === 'cancellation') return 'over';
    if (opening.is === 'encryption') {
      this.#send(noEncryption.slice());
      return 'done';
    }
    const error = this.#session.apply(opening.settings);
    if (error) return this.#refuse(error);
    this.#hasStarted = true;
    this.#settings = opening.settings;
    this.idleLimitMs = opening.idleLimitMs;
    this.#send(this.#welcome.slice());
    return 'done';
  }

  #refuse(error: Uint8Array): ConnectionStep {
    this.#send(error.slice());
    return 'over';
  }

  /** All that is there, up to the message that asks for an answer. */
  #nextRequest(): Uint8Array | undefined {
    const messages: Uint8Array[] = [];
    let at = 0;
    for (let length: number | undefined; (length = frameLength(this.#input, at));) {
      const message = this.#input.subarray(at, at + length);
      if (message[0] === frameKind.terminate) break;
      messages.push(this.#names.translate(message, at === 0));
      at += length;
      if (message[0] === frameKind.sync || message[0] === frameKind.query) break;
    }
    this.#input = this.#input.subarray(at);
    return messages.length > 0 ? concatBytes(messages) : undefined;
  }

  /** What is the connection's own from now on: it has just ended a transaction, or done a statement outside of one. */
  #keepAccount(): void {
    const executed = this.#names.takeExecuted();
    const tags = this.#tags;
    this.#tags = [];
    const settingTags = tags.filter((tag) => mayHaveSet.has(tag)).length;
    const ended = executed.filter((text) => setForTransaction.test(text)).length;
    if (settingTags > ended || executed.some((text) => settingInQuery.test(text)))
      this.#settings = this.#session.settings();
    if (tags.includes('LISTEN') || tags.includes('UNLISTEN')) executed.forEach((text) => this.#listen(text));
  }

  #listen(text: string): void {
    for (const [, not, quoted, plain] of text.matchAll(listening)) {
      const channel = quoted?.replaceAll('""', '"') ?? plain!.toLowerCase();
      if (!not) this.#channels.add(channel);
      else if (channel === '*') this.#channels.clear();
      else this.#channels.delete(channel);
    }
  }

  #send(bytes: Uint8Array<ArrayBuffer>): void {
    if (bytes.length > 0) this.#port.postMessage(bytes, [bytes.buffer]);
  }
}
