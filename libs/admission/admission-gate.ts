// Who may begin, and who waits: a bound on what is under way at once, of one caller and of all, and beyond it a fair queue. Callers take
// turns, and whoever asks for one thing now and then goes before those who always ask for more. Nobody waits for ever.
import { AsyncResource } from 'node:async_hooks';
import { RequestsOverloaded, TooManyAtOnce } from './refusals.js';

export type AdmissionRefusal = TooManyAtOnce | RequestsOverloaded;

export interface GateBounds {
  /** Under way at once, of one caller. */
  perCaller(caller: string): number;
  /** Under way at once, of all together. */
  total: number;
  /** Waiting beyond that, of one caller and of all. What comes on top is refused at once. */
  waitingPerCaller: number;
  waiting: number;
  /** Who has waited for so many milliseconds is refused. */
  patienceMs: number;
}

interface Caller {
  readonly name: string;
  readonly limit: number;
  underWay: number;
  /** In the order of asking. */
  readonly waiting: Set<GatePass>;
}

/** How often it is looked for those who have waited long enough. */
const lookEveryMs = 50;

export class AdmissionGate {
  private readonly callers = new Map<string, Caller>();
  /** Callers of whom one more may begin as far as they are concerned, in the order of their turns. */
  private readonly turns = new Set<Caller>();
  /** The same of those who had nothing waiting or under way when they asked: they go first, once (as sparse flows do in RFC 8290). */
  private readonly newcomers = new Set<Caller>();
  /** In the order of asking. */
  private readonly waiting = new Set<GatePass>();
  private looking: NodeJS.Timeout | undefined;
  private count = 0;
  private isHeld = false;

  constructor(private readonly bounds: GateBounds) {}

  get underWay(): number {
    return this.count;
  }

  get waitingCount(): number {
    return this.waiting.size;
  }

  /** Under way at once, of all together. What is under way goes on. */
  set total(total: number) {
    this.bounds.total = total;
    this.proceed();
  }

  /** While it is held only those begin who have nothing under way or waiting. */
  set held(isHeld: boolean) {
    this.isHeld = isHeld;
    this.proceed();
  }

  /** For those who wait already, too. */
  set patienceMs(patienceMs: number) {
    this.bounds.patienceMs = patienceMs;
  }

  /** The pass has to be given back by `leave`, whatever becomes of it. */
  enter(name: string): GatePass {
    const caller = this.callers.get(name) ?? this.known(name);
    const pass = new GatePass(this, caller);
    if (this.mayBegin(caller)) this.admit(pass);
    else if (caller.waiting.size >= this.bounds.waitingPerCaller) pass.refuse(new TooManyAtOnce());
    else if (this.waiting.size >= this.bounds.waiting) pass.refuse(new RequestsOverloaded());
    else this.queue(pass);
    return pass;
  }

  /** Does `work` when it is its turn. @throws TooManyAtOnce, Overloaded */
  async run<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const pass = this.enter(name);
    try {
      await new Promise<void>((resolve, reject) =>
        pass.onTurn((refusal) => (refusal ? reject(refusal) : resolve())),
      );
      return await work();
    } finally {
      pass.leave();
    }
  }

  /** Called by the pass. */
  gaveBack(pass: GatePass, wasUnderWay: boolean): void {
    const { caller } = pass;
    if (wasUnderWay) {
      caller.underWay -= 1;
      this.count -= 1;
    } else this.unqueue(pass);
    this.settle(caller);
    this.proceed();
  }

  private mayBegin({ waiting, underWay, limit }: Caller): boolean {
    const isFree = waiting.size === 0 && underWay < limit && this.count < this.bounds.total;
    return isFree && !(this.isHeld && underWay > 0);
  }

  private known(name: string): Caller {
    const caller = { name, limit: this.bounds.perCaller(name), underWay: 0, waiting: new Set<GatePass>() };
    this.callers.set(name, caller);
    return caller;
  }

  private admit(pass: GatePass): void {
    pass.caller.underWay += 1;
    this.count += 1;
    pass.admit();
  }

  private queue(pass: GatePass): void {
    const { caller } = pass;
    const isIdle = caller.waiting.size === 0 && caller.underWay === 0;
    this.waiting.add(pass);
    caller.waiting.add(pass);
    if (isIdle) this.newcomers.add(caller);
    else this.settle(caller);
    this.looking ??= setInterval(() => this.refuseImpatient(), lookEveryMs).unref();
  }

  private unqueue(pass: GatePass): void {
    this.waiting.delete(pass);
    pass.caller.waiting.delete(pass);
    if (this.waiting.size > 0) return;
    clearInterval(this.looking);
    this.looking = undefined;
  }

  /** Whether it is in line for a turn, and whether it is to be remembered at all. */
  private settle(caller: Caller): void {
    if (caller.waiting.size === 0 || caller.underWay >= caller.limit) {
      this.turns.delete(caller);
      this.newcomers.delete(caller);
    } else if (!this.newcomers.has(caller)) this.turns.add(caller);
    if (caller.waiting.size === 0 && caller.underWay === 0) this.callers.delete(caller.name);
  }

  private proceed(): void {
    while (this.count < this.bounds.total) {
      const [caller] = this.isHeld || this.newcomers.size > 0 ? this.newcomers : this.turns;
      if (!caller) return;
      const [pass] = caller.waiting;
      this.unqueue(pass!);
      this.admit(pass!);
      // To the end of the line.
      this.newcomers.delete(caller);
      this.turns.delete(caller);
      this.settle(caller);
    }
  }

  private refuseImpatient(): void {
    const since = performance.now() - this.bounds.patienceMs;
    for (const pass of this.waiting) {
      if (pass.since > since) return;
      const { caller } = pass;
      this.unqueue(pass);
      pass.refuse(caller.underWay >= caller.limit ? new TooManyAtOnce() : new RequestsOverloaded());
      this.settle(caller);
    }
  }
}

/** Of one piece of work: it waits, then is under way or refused, and in the end is over. */
export class GatePass {
  /** `performance.now()` when it was asked for. */
  readonly since = performance.now();
  private state: 'waiting' | 'under way' | 'over' = 'waiting';
  private refusal: AdmissionRefusal | undefined;
  private wake: ((refusal?: AdmissionRefusal) => void) | undefined;

  constructor(
    private readonly gate: AdmissionGate,
    readonly caller: Caller,
  ) {}

  get isUnderWay(): boolean {
    return this.state === 'under way';
  }

  /**
   * Calls `begin` at once where it is decided already, and otherwise later, in the context in which it was asked; never, when it was given
   * back before.
   */
  onTurn(begin: (refusal?: AdmissionRefusal) => void): void {
    if (this.state === 'under way') begin();
    else if (this.refusal) begin(this.refusal);
    else this.wake = AsyncResource.bind(begin);
  }

  /** It is over, or is not wanted any more. Twice does no harm. */
  leave(): void {
    const before = this.state;
    this.state = 'over';
    this.wake = undefined;
    if (before !== 'over') this.gate.gaveBack(this, before === 'under way');
  }

  /** Called by the gate. */
  admit(): void {
    this.state = 'under way';
    this.tell();
  }

  /** Called by the gate. */
  refuse(refusal: AdmissionRefusal): void {
    this.state = 'over';
    this.refusal = refusal;
    this.tell();
  }

  /** Not at once: who gives back its own pass is not to do the work of the next one meanwhile. */
  private tell(): void {
    if (this.wake) setImmediate(() => this.wake?.(this.refusal));
  }
}
