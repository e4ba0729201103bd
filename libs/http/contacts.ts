// How people are reached, in the one form in which it is kept and compared.
import { z } from 'zod';

/** Lower case; RFC 5321 allows 254 characters. */
export const emailText = z.email().max(254).toLowerCase();

/** An Indian mobile number, with or without +91, 0, spaces or dashes; kept as +91 and ten digits. */
export const phoneText = z
  .string()
  .max(20)
  .trim()
  .regex(/^(?:\+?91|0)?[\s-]*[6-9](?:[\s-]*\d){9}$/, 'must be an Indian mobile number')
  .meta({ examples: ['+919876543210'] })
  .transform((text) => `+91${text.replace(/\D/g, '').slice(-10)}`);
