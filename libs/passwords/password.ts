// Hashing runs on the thread pool, never on the event loop.
import { hash, verify } from '@node-rs/argon2';

/** OWASP password storage cheat sheet: argon2id (the library's default variant), 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** Verifying against this costs what a real verification costs: an unknown login takes as long as a wrong password. */
let decoy: Promise<string> | undefined;

/** @param stored the hash, or undefined when there is no such account */
export async function passwordMatches(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password').catch((error) => {
    decoy = undefined;
    throw error;
  });
  const matches = await verify(stored ?? (await decoy), password);
  return matches && stored !== undefined;
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
