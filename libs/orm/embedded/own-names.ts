// What the statements and portals of a connection are called in the session that it shares with others, and which text is behind each.
import {
  behindTexts,
  concatBytes,
  errorFrame,
  buildFrame,
  frameKind,
  queryFrame,
  syncFrame,
  zeroEndedTexts,
} from './frames.ts';
import { refusalOf } from './refusals.ts';
import type { SessionAnswer, EmbeddedSession } from './embedded-session.ts';

/** Stands in the place of a refused statement: so it is the server itself that fails it, and the transaction it is in. */
const refused = 'refused_by_the_embedded_database';
/** One that nobody has: the server says so. */
const gone = 'gone';

const unlistening = /^\s*unlisten\b/i;

/** That a text was read. */
const parsedFrame = buildFrame(frameKind.parsed);
const nothing = new Uint8Array(0);

/** A portal or a statement, as it is named in some messages. */
const [portalByte, statementByte] = [0x50, 0x53];

export class OwnNames {
  readonly #prefix: string;
  readonly #statements = new Map<string, string>();
  readonly #portals = new Map<string, string>();
  readonly #session: EmbeddedSession;
  #executed: string[] = [];
  #refusal = '';
  /** What the statement without a name is called in the session. */
  #unnamed = '';
  /** Whether the request was made without the first message: the session has what it asks for. */
  #isSpared = false;
  /** What is to be kept of the request, if its text is sound. */
  #candidate: { key: string; name: string } | undefined;

  /** @param number of the connection */
  constructor(number: number, session: EmbeddedSession) {
    this.#prefix = `${number}:`;
    this.#session = session;
  }

  /** Somebody else has had the session: statements without a name are not those of this connection any more. */
  forgetUnnamed(): void {
    this.#statements.delete('');
  }

  /** The texts of what was to be executed since this was asked last, in their order. To be asked when no portal is open any more. */
  takeExecuted(): string[] {
    const executed = this.#executed;
    this.#executed = [];
    this.#portals.clear();
    return executed;
  }

  /**
   * The message as the session is to get it. Only those with a name, with a text that must not be done, or with one that is done often, become
   * others.
   * @param isFirst of its request
   */
  translate(message: Uint8Array, isFirst: boolean): Uint8Array {
    switch (message[0]) {
      case frameKind.query:
        return this.#query(message);
      case frameKind.parse:
        return this.#parse(message, isFirst);
      case frameKind.bind:
        return this.#bind(message);
      case frameKind.execute:
        return this.#execute(message);
      case frameKind.describe:
      case frameKind.close:
        return this.#describeOrClose(message);
      default:
        return message;
    }
  }

  /** The answer as the connection is to get it. */
  answer(answer: SessionAnswer): Uint8Array<ArrayBuffer> {
    const bytes = this.#explained(answer);
    if (this.#candidate) {
      const { key, name } = this.#candidate;
      this.#candidate = undefined;
      if (bytes[0] === frameKind.parsed) this.#session.statements.keep(key, name);
      else this.forgetUnnamed();
    }
    if (!this.#isSpared) return bytes;
    this.#isSpared = false;
    return concatBytes([parsedFrame, bytes]);
  }

  /** With the reason of a refusal in the place of what the session says to the text that stood there for it. */
  #explained(answer: SessionAnswer): Uint8Array<ArrayBuffer> {
    const { bytes, error } = answer;
    if (!error || !this.#refusal || !zeroEndedTexts(error, 5, 4).some((text) => text.includes(refused)))
      return bytes;
    const reason = `The embedded database does not have ${this.#refusal}`;
    this.#refusal = '';
    const [from, to] = [error.byteOffset, error.byteOffset + error.length];
    return concatBytes([bytes.subarray(0, from), errorFrame('ERROR', '0A000', reason), bytes.subarray(to)]);
  }

  /** A request that removes all statements with a name; undefined where there are none. */
  removal(): Uint8Array | undefined {
    const names = [...this.#statements.keys()].filter((name) => name !== '');
    if (names.length === 0) return undefined;
    return concatBytes([
      ...names.map((name) => buildFrame(frameKind.close, `S${this.#prefix}${name}`)),
      syncFrame,
    ]);
  }

  #query(message: Uint8Array): Uint8Array {
    const [text] = zeroEndedTexts(message, 5, 1) as [string];
    this.#executed.push(text);
    const instead = this.#insteadOf(text);
    return instead === text ? message : queryFrame(instead);
  }

  #parse(message: Uint8Array, isFirst: boolean): Uint8Array {
    const [name, text] = zeroEndedTexts(message, 5, 2) as [string, string];
    this.#statements.set(name, text);
    const instead = this.#insteadOf(text);
    const types = behindTexts(message, 5, 2);
    if (name !== '') return buildFrame(frameKind.parse, this.#named(name), instead, types);
    this.#unnamed = '';
    const hasTypes = types[0] !== 0 || types[1] !== 0;
    if (isFirst && !hasTypes && instead === text) return this.#parseOften(message, text, types);
    return instead === text ? message : buildFrame(frameKind.parse, '', instead, types);
  }

  #parseOften(message: Uint8Array, text: string, types: Uint8Array): Uint8Array {
    const { statements, settingsKey } = this.#session;
    const key = settingsKey + text;
    const kept = statements.find(key);
    this.#isSpared = kept !== undefined;
    this.#unnamed = kept ?? statements.nameFor(key) ?? '';
    if (kept !== undefined) return nothing;
    if (this.#unnamed === '') return message;
    this.#candidate = { key, name: this.#unnamed };
    return buildFrame(frameKind.parse, this.#unnamed, text, types);
  }

  #bind(message: Uint8Array): Uint8Array {
    const [portal, statement] = zeroEndedTexts(message, 5, 2) as [string, string];
    const text = this.#statements.get(statement);
    if (text !== undefined) this.#portals.set(portal, text);
    const known = this.#known(statement);
    if (portal === '' && known === '') return message;
    return buildFrame(frameKind.bind, this.#named(portal), known, behindTexts(message, 5, 2));
  }

  #execute(message: Uint8Array): Uint8Array {
    const [portal] = zeroEndedTexts(message, 5, 1) as [string];
    this.#executed.push(this.#portals.get(portal) ?? '');
    if (portal === '') return message;
    return buildFrame(frameKind.execute, this.#named(portal), behindTexts(message, 5, 1));
  }

  #describeOrClose(message: Uint8Array): Uint8Array {
    const [of] = message.subarray(5);
    const [name] = zeroEndedTexts(message, 6, 1) as [string];
    const isClose = message[0] === frameKind.close;
    if (isClose && of === statementByte) this.#statements.delete(name);
    const own = of === portalByte || isClose ? this.#named(name) : this.#known(name);
    if (own === '') return message;
    return buildFrame(message[0]!, Uint8Array.of(of!), own);
  }

  #named(name: string): string {
    return name && this.#prefix + name;
  }

  #known(statement: string): string {
    if (statement !== '') return this.#named(statement);
    return this.#statements.has('') ? this.#unnamed : this.#prefix + gone;
  }

  #insteadOf(text: string): string {
    // The session listens to what anybody listens to.
    if (unlistening.test(text)) return `unlisten "${this.#prefix}${gone}"`;
    const refusal = refusalOf(text);
    if (!refusal) return text;
    this.#refusal = refusal;
    return refused;
  }
}
