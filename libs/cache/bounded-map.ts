/** A map that forgets what was used least recently, so that it never grows past `bound` entries. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  constructor(private readonly bound: number) {
    super();
  }

  override get(key: Key): Value | undefined {
    const value = super.get(key);
    if (value !== undefined) this.moveToEnd(key, value);
    return value;
  }

  override set(key: Key, value: Value): this {
    this.moveToEnd(key, value);
    if (this.size > this.bound) this.delete(this.keys().next().value!);
    return this;
  }

  /** Insertion order is the order of last use. */
  private moveToEnd(key: Key, value: Value): void {
    super.delete(key);
    super.set(key, value);
  }
}
