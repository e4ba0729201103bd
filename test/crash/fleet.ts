// The processes of one installation, which are killed and started again.
import { setTimeout as wait } from 'node:timers/promises';
import { addressOf, runProgram, type Program } from '../support/program.js';

const entry = 'test/crash/program.mjs';

export type Role = 'all' | 'api' | 'worker';

export interface Kill {
  pid: number;
  role: Role;
  at: Date;
  /** When its successor listened. */
  back: Date;
}

class Member {
  /** Of what runs now; undefined while it does not listen yet. */
  address: URL | undefined;
  private program: Program | undefined;
  private isExpected = false;

  constructor(
    readonly role: Role,
    private readonly settings: Record<string, string>,
  ) {}

  get pid(): number {
    return this.program!.process.pid!;
  }

  async start(): Promise<void> {
    const program = runProgram({ ...this.settings, ROLE: this.role }, entry);
    this.program = program;
    this.isExpected = false;
    program.process.once('close', () => {
      if (!this.isExpected) this.endedByItself(program);
    });
    this.address = await addressOf(program);
  }

  /** @returns its exit code, when it is dead */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.isExpected = true;
    this.address = undefined;
    this.program?.process.kill(signal);
    return this.program?.ended ?? null;
  }

  /** When nobody can wait any more. */
  kill(): void {
    this.isExpected = true;
    this.program?.process.kill('SIGKILL');
  }

  endedByItself: (program: Program) => void = () => {};
}

export class Fleet {
  readonly kills: Kill[] = [];
  /** What processes said that ended without being told to. */
  readonly endedByThemselves: string[] = [];
  private readonly members: Member[];
  private turn = 0;

  constructor(roles: readonly Role[], settings: Record<string, string>) {
    this.members = roles.map((role) => new Member(role, settings));
    // Nobody is left behind, however the driver itself ends.
    process.once('exit', () => this.members.forEach((member) => member.kill()));
    for (const member of this.members)
      member.endedByItself = (program) => {
        member.address = undefined;
        const { stdout, stderr } = program.output();
        this.endedByThemselves.push(`${member.role}: ${`${stdout}\n${stderr}`.slice(-2_000)}`);
      };
  }

  /** The first alone: it makes the tables. */
  async start(): Promise<void> {
    const [first, ...others] = this.members;
    await first!.start();
    await Promise.all(others.map((member) => member.start()));
  }

  /** One that answers requests, each in turn; waits until there is one. */
  async api(): Promise<URL> {
    for (;;) {
      const { address } = this.members[this.turn++ % this.members.length]!;
      const isApi = this.members[(this.turn - 1) % this.members.length]!.role !== 'worker';
      if (address && isApi) return address;
      await wait(5);
      if (this.endedByThemselves.length > 0) throw new Error(this.endedByThemselves[0]);
    }
  }

  /** kill -9 of one that listens; it is started again at once, and listens when this resolves. @param chance 0 … 1: which */
  async kill(whom: 'workers' | 'anybody', chance: number): Promise<void> {
    const ready = this.members.filter(({ address }) => address);
    const meant = whom === 'workers' ? ready.filter(({ role }) => role !== 'api') : ready;
    const victim = meant[Math.floor(chance * meant.length)]!;
    const { pid, role } = victim;
    const at = new Date();
    await victim.end('SIGKILL');
    await victim.start();
    this.kills.push({ pid, role, at, back: new Date() });
  }

  /** SIGTERM of one that listens; it ends as it should, and is started again. @returns its exit code */
  async restart(chance: number): Promise<number | null> {
    const ready = this.members.filter(({ address }) => address);
    const member = ready[Math.floor(chance * ready.length)]!;
    const code = await member.end('SIGTERM');
    await member.start();
    return code;
  }

  /** How many of them have ended as they should. */
  async stop(): Promise<number> {
    const codes = await Promise.all(this.members.map((member) => member.end('SIGTERM')));
    return codes.filter((code) => code === 0).length;
  }

  async killAll(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end('SIGKILL').catch(() => undefined)));
  }
}
