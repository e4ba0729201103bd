// Whether connections come in faster than they are taken up. Node.js takes up one a turn of its event loop, however many wait: while every turn
// carries the work of those who came first, all who come after them wait for it outside, where nobody can give them a turn of their own.

/** So many in a row, and none for so long, begin and end it. Callers who open a connection a request come that close together now and then, but not often in a row. */
const leastInARow = 16;
const quietMs = 2;
/** It may last for so long, and then not be for as long: connections that never cease must not keep anybody from their work. */
const longestMs = 200;

export class ConnectionBurst {
  private count = 0;
  private isOn = false;
  private changedAt = -Infinity;
  private quiet: NodeJS.Timeout | undefined;

  /** @param tell hears when it begins and when it is over */
  constructor(private readonly tell: (isOn: boolean) => void) {}

  /** A connection has been taken up. */
  note(): void {
    this.count += 1;
    if (this.quiet) this.quiet.refresh();
    else this.quiet = setTimeout(() => this.look(), quietMs).unref();
    const lasted = performance.now() - this.changedAt >= longestMs;
    if (this.isOn && lasted) this.turn(false);
    else if (!this.isOn && this.count >= leastInARow && lasted) this.turn(true);
  }

  /** A turn of the event loop may have taken longer than the pause: it is over when the next one brings none either. */
  private look(): void {
    const { count } = this;
    setImmediate(() => {
      if (this.count > count) return;
      this.count = 0;
      if (this.isOn) this.turn(false);
    });
  }

  private turn(isOn: boolean): void {
    this.isOn = isOn;
    this.changedAt = performance.now();
    this.tell(isOn);
  }
}
