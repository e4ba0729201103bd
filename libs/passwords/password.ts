// Hashing runs on the thread pool, never on the event loop, and takes a processor while it runs: so few at once, and a short line before it.
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { AdmissionGate } from '#libs/admission';
import { networkOf } from '#libs/http';
import { currentRequest } from '#libs/observability';

/** OWASP password storage cheat sheet: argon2id (the library's default variant), 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The thread pool has four threads, and files and names are looked up there as well. */
const atOnce = Math.min(availableParallelism(), 3);

/** Networks take turns. Who cannot be served within the time of the patience is told so: it would come too late for a person at a login. */
const line = new AdmissionGate({
  perCaller: () => atOnce,
  total: atOnce,
  waitingPerCaller: 50,
  waiting: 300,
  patienceMs: 2_000,
});

/** @throws TooManyAtOnce, Overloaded where too many ask at once; not outside of a request that came from somewhere */
export const hashPassword = (password: string): Promise<string> => inLine(() => hash(password, cost));

/** Verifying against this costs what a real verification costs: an unknown login takes as long as a wrong password. */
let decoy: Promise<string> | undefined;

/**
 * @param stored the hash, or undefined when there is no such account
 * @throws TooManyAtOnce, Overloaded like {@link hashPassword}
 */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hash('nobody has this password', cost).catch((error) => {
    decoy = undefined;
    throw error;
  });
  const known = stored ?? (await decoy);
  return (await inLine(() => verify(known, password))) && stored !== undefined;
}

function inLine<Result>(work: () => Promise<Result>): Promise<Result> {
  const address = currentRequest()?.address;
  return address === undefined ? work() : line.run(networkOf(address), work);
}

/** Why `password` is too weak; empty when it will do. Length counts more than character classes (NIST SP 800-63B, 5.1.1.2). */
export function passwordWeaknesses(password: string, personal: readonly string[]): string[] {
  const plain = password.toLowerCase();
  const weaknesses: string[] = [];
  if (new Set(plain).size < 5) weaknesses.push('It repeats the same few characters.');
  if (/^(?:password|qwerty|letmein|welcome|iloveyou|admin|abcd?)?\d*[!@#.]?$/.test(plain)) {
    weaknesses.push('It is among the passwords that are tried first.');
  }
  if (personal.some((word) => word.length >= 4 && plain.includes(word.toLowerCase()))) {
    weaknesses.push('It contains your name or e-mail address.');
  }
  return weaknesses;
}
