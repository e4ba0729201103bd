// How people are reached, and where: in the one form in which it is kept and compared. People write with the keyboard of their language, paste
// from address books that put invisible characters around a number, and group digits as they like; none of that is a mistake.
import { isValidPhoneNumber } from 'libphonenumber-js/mobile';
import { z } from 'zod';

/** Plain characters (NFKC), the digits of every script as 0 to 9, nothing invisible (Cf), nothing around it. */
export function foldTyped(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .trim();
}

/** Unicode keeps the digits of a script together, from zero on. */
function asciiDigit(digit: string): string {
  const point = digit.codePointAt(0)!;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(point - before - 1))) before++;
  return String(before % 10);
}

const groupings = /[\s()[\].\p{Pd}]/gu;
/** With `tel:` it was copied from a link, with 091 from an old letterhead. */
const indianNumber = /^(?:tel:)?(?:(?:\+|0{1,2})?91|0)?0?([6-9]\d{9})$/i;

/** A number that can be an Indian mobile as +91 and ten digits; anything else folded. */
function foldPhone(text: string): string {
  const folded = foldTyped(text);
  const digits = indianNumber.exec(folded.replace(groupings, ''))?.[1];
  return digits === undefined ? folded : `+91${digits}`;
}

/** An e-mail address or a mobile number as it is kept, by which somebody is looked for; what is neither stays as it is, and finds nobody. */
export function foldContact(text: string): string {
  return foldPhone(text).toLowerCase();
}

/** As Zod's own, and with the top levels of other scripts in their plain form (`xn--h2brj9c`). */
const emailPattern =
  /^(?:[A-Za-z0-9_'+-]+\.)*[A-Za-z0-9_'+-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+(?:[A-Za-z]{2,}|[Xx][Nn]--[A-Za-z0-9-]*[A-Za-z0-9])$/;

/** Characters that a contact may have around and between those that count. */
const slack = 40;

/** Lower case; RFC 5321 allows 254 characters. */
export const emailText = z
  .string()
  .max(254 + slack, { abort: true })
  .overwrite((text) => foldTyped(text).toLowerCase())
  .max(254)
  .check(z.email({ pattern: emailPattern, error: 'must be an e-mail address' }));

/**
 * An Indian mobile number as people write it, with or without +91, 0091 or 0, in groups or not; kept as +91 and ten digits. Landlines begin with the
 * same digits (080 of Bengaluru) but take no message: the numbering plan, in libphonenumber's data, tells them apart.
 */
export const phoneText = z
  .string()
  .max(16 + slack, { abort: true })
  .overwrite(foldPhone)
  .refine((text) => indianNumber.test(text) && isValidPhoneNumber(text), {
    message: 'must be an Indian mobile number: a landline takes no text messages',
  })
  .meta({ examples: ['+919876543210'] });

/** An e-mail address or a phone number by which somebody is looked for, see {@link foldContact}. */
export const contactText = z
  .string()
  .max(254 + slack, { abort: true })
  .overwrite(foldContact)
  .min(3)
  .max(254)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters');

/** Digits as they are kept, however they were grouped; anything else folded. */
export function foldDigits(text: string): string {
  const folded = foldTyped(text);
  const digits = folded.replace(groupings, '');
  return /^\d+$/.test(digits) ? digits : folded;
}

/** Six digits of an Indian postal code. */
export const pincodeText = z
  .string()
  .max(6 + slack, { abort: true })
  .overwrite(foldDigits)
  .refine((text) => /^[1-9]\d{5}$/.test(text), { message: 'must be a six-digit pincode' })
  .meta({ examples: ['560034'] });

/** Six digits that were sent to somebody, or that an app shows them. */
export const sixDigitCode = z
  .string()
  .max(6 + slack, { abort: true })
  .overwrite(foldDigits)
  .refine((text) => /^\d{6}$/.test(text), { message: 'must be six digits' });
