// What PostgreSQL has made of a text, kept for the next time. Reading and planning a statement takes longer than doing most of them, and drivers
// send the same texts again and again without a name. The session is one, so what one connection has had prepared serves them all.
import { concatBytes, buildFrame, frameKind, syncFrame } from './frames.ts';

/** Plans are of some ten kilobytes. */
const most = 400;
/** Longer ones are of many rows, and seldom the same twice. */
const longestText = 6_000;
/** Texts that came once are remembered as long as so many others have not. */
const mostSeen = 2_000;

/** What changes tables, or may do it. */
const changing = /^(?:CREATE|ALTER|DROP|DO$|CALL|SELECT INTO|REFRESH)/;

export class StatementCache {
  /** The names of what is kept, by what they are of; the last used last. */
  readonly #names = new Map<string, string>();
  readonly #seen = new Set<string>();
  #count = 0;
  #isStale = false;

  /**
   * @param key of a text, and of all that it depends on
   * @returns under which name it is kept; undefined when it is not
   */
  find(key: string): string | undefined {
    const name = this.#isStale ? undefined : this.#names.get(key);
    if (name === undefined) return undefined;
    this.#names.delete(key);
    this.#names.set(key, name);
    return name;
  }

  /** @returns a name to keep it under, when it is worth it: it has come before */
  nameFor(key: string): string | undefined {
    if (this.#isStale || key.length > longestText) return undefined;
    if (this.#seen.delete(key)) return `kept:${++this.#count}`;
    this.#seen.add(key);
    if (this.#seen.size > mostSeen) this.#seen.delete(this.#seen.values().next().value!);
    return undefined;
  }

  keep(key: string, name: string): void {
    this.#names.set(key, name);
  }

  /** To be told what each statement that was done is called. */
  notice(tags: readonly string[]): void {
    // Results may have other columns now, and again when the transaction is given up: PostgreSQL would refuse to go on with what is kept.
    if (!this.#isStale && tags.some((tag) => changing.test(tag))) this.#isStale = true;
  }

  /** To be asked when no transaction is open. @returns a request that removes what is out of date or too much, where anything is */
  cleaning(): Uint8Array | undefined {
    const tooMany = this.#isStale ? this.#names.size : this.#names.size - most;
    this.#isStale = false;
    if (tooMany <= 0) return undefined;
    const closing: Uint8Array[] = [];
    for (const [key, name] of this.#names) {
      if (closing.length === tooMany) break;
      this.#names.delete(key);
      closing.push(buildFrame(frameKind.close, `S${name}`));
    }
    return concatBytes([...closing, syncFrame]);
  }
}
