// Connections on which nobody has said yet who it is. Anybody can open them, so they are few, and whoever opens many only takes the place of their own.

/** Of one network, see `networkOf`. */
const mostOfNetwork = 20;
const mostInAll = 1_000;

type End = () => void;

export class SocketStrangers {
  /** By network, the oldest first. */
  private readonly networks = new Map<string, Set<End>>();
  private total = 0;

  /**
   * Never refuses: a newcomer may be about to say who it is, so where there are too many the one goes that has said nothing for longest, of its own
   * network or else of that which has most.
   * @param end is called when it has to go
   * @returns to be called when it is no stranger any more
   */
  enter(network: string, end: End): () => void {
    const theirs = this.networks.get(network) ?? new Set();
    if (theirs.size >= mostOfNetwork) this.endOldest(network, theirs);
    else if (this.total >= mostInAll) this.endOldest(...this.mostCrowded());
    const stranger = (): void => end();
    this.networks.set(network, theirs.add(stranger));
    this.total++;
    return () => this.leave(network, theirs, stranger);
  }

  private endOldest(network: string, theirs: Set<End>): void {
    const [oldest] = theirs;
    this.leave(network, theirs, oldest!);
    oldest!();
  }

  private mostCrowded(): [string, Set<End>] {
    return [...this.networks].reduce((most, each) => (each[1].size > most[1].size ? each : most));
  }

  private leave(network: string, theirs: Set<End>, stranger: End): void {
    if (!theirs.delete(stranger)) return;
    this.total--;
    if (theirs.size === 0 && this.networks.get(network) === theirs) this.networks.delete(network);
  }
}
