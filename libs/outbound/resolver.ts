import { lookup, Resolver } from 'node:dns/promises';
import { NameNotResolved } from './errors.js';

/** The addresses of a name. @throws NameNotResolved when it has none */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

const perServerMs = 2_000;
const tries = 2;

/**
 * Asks the name servers itself. The system's `getaddrinfo` would hold a thread of the pool for as long as the name server of a stranger
 * takes, and four of those stop all hashing and reading of files.
 */
export const resolvePublic: ResolveHost = async (hostname) => {
  const resolver = new Resolver({ timeout: perServerMs, tries });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return addresses;
  throw new NameNotResolved((answers[0] as PromiseRejectedResult).reason);
};

/** As every other program on this machine does, its own file of hosts included. For development. */
export const resolveLocally: ResolveHost = async (hostname) => {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw new NameNotResolved(error);
  }
};

/** Answers from a list, one answer a question; the last one for good. For tests. */
export class ScriptedResolver {
  /** Names, in the order in which they were asked for. */
  readonly asked: string[] = [];

  constructor(private readonly answers: Record<string, readonly (readonly string[])[]>) {}

  readonly resolve: ResolveHost = async (hostname) => {
    const known = this.answers[hostname];
    if (!known) throw new NameNotResolved();
    const earlier = this.asked.filter((name) => name === hostname).length;
    this.asked.push(hostname);
    return known[Math.min(earlier, known.length - 1)]!;
  };
}
