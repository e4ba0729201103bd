// Many small writes as one statement: what comes while one is under way goes into the next. Under load that is what a database can do; alone a
// write waits for nobody. What cannot be written takes nobody with it.

interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

export class JobGrouping<Item, Answer> {
  private readonly waiting: Waiting<Item, Answer>[] = [];
  private isWriting = false;

  /**
   * @param write all of them or none; the answers in the order of the items
   * @param most in one statement
   * @param isOfOne whether an error may be the fault of one item: the group is then written one by one
   */
  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly most: number,
    private readonly isOfOne: (error: unknown) => boolean,
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
    while (this.waiting.length > 0) await this.writeGroup(this.waiting.splice(0, this.most));
    this.isWriting = false;
  }

  private async writeGroup(group: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.write(group.map(({ item }) => item));
      group.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      if (group.length > 1 && this.isOfOne(error)) for (const each of group) await this.writeGroup([each]);
      else for (const { reject } of group) reject(error);
    }
  }
}
