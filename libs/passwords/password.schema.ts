import { z } from 'zod';

/** The same on every keyboard (NFKC, as NIST SP 800-63B 5.1.1.2 recommends). Any character counts; spaces too. */
const typedPassword = z.string().max(128, { abort: true }).normalize('NFKC');

/** One that is chosen. */
export const newPassword = typedPassword.min(8).meta({ examples: ['correct horse 42'] });
/** One that is compared. */
export const knownPassword = typedPassword.min(1);
