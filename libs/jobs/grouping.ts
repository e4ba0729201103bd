// Many small writes as one statement: what comes while one is under way goes into the next. Under load that is what a database can do; alone a
// write waits for nobody.

interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

export class Grouping<Item, Answer> {
  private readonly waiting: Waiting<Item, Answer>[] = [];
  private isWriting = false;

  /** @param write all of them or none; the answers in the order of the items @param most in one statement */
  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly most: number,
  ) {}

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      // Whoever else has something to write in this turn of the event loop comes along.
      if (!this.isWriting) setImmediate(() => void this.proceed());
    });
  }

  private async proceed(): Promise<void> {
    if (this.isWriting) return;
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.most);
      try {
        const answers = await this.write(group.map(({ item }) => item));
        group.forEach(({ resolve }, index) => resolve(answers[index]!));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.isWriting = false;
  }
}
