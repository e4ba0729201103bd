// Phones, e-mail addresses and pincodes, read from the characters rather than the words.
import type { EntityValue } from './entity.js';
import { foldDigits } from '../text/text.js';

/** A stretch of characters (UTF-16 offsets) and what it holds. */
export interface ContactSpan {
  start: number;
  end: number;
  confidence: number;
  value: EntityValue;
}

/** Every quantifier is bounded, so that the search is linear in the text. */
export function findContacts(source: string): ContactSpan[] {
  const text = foldDigits(source);
  const found = [...emails(text), ...phones(text)];
  const taken = (start: number): boolean => found.some((span) => start >= span.start && start < span.end);
  return found.concat(pincodes(text).filter(({ start }) => !taken(start)));
}

const LOCAL_PART = /[a-z0-9._%+-]{1,64}$/i;
const DOMAIN = /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}(?![a-z0-9])/i;

function emails(text: string): ContactSpan[] {
  const spans: ContactSpan[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const local = LOCAL_PART.exec(text.slice(Math.max(0, at - 64), at))?.[0].replace(/^[.%+-]+/, '');
    const domain = DOMAIN.exec(text.slice(at + 1, at + 255))?.[0];
    if (!local || !domain) continue;
    const [start, end] = [at - local.length, at + 1 + domain.length];
    spans.push({
      start,
      end,
      confidence: 0.98,
      value: { type: 'email', value: text.slice(start, end).toLowerCase() },
    });
  }
  return spans;
}

const PHONE = /(?<!\d)(?:(?:\+|00)?91[ -]{0,2}|0[ -]?)?([6-9]\d(?:[ -]?\d){8})(?!\d)/g;

function phones(text: string): ContactSpan[] {
  return [...text.matchAll(PHONE)].flatMap((match) => {
    const groups = match[1]!.split(/[ -]/);
    if (groups.length > 4 || groups.some((group) => group.length < 2)) return [];
    const value = `+91${groups.join('')}`;
    const [start, end] = [match.index, match.index + match[0].length];
    return [
      { start, end, confidence: groups.length === 1 ? 0.97 : 0.9, value: { type: 'phone' as const, value } },
    ];
  });
}

const PINCODE = /(?<!\d)([1-9]\d\d)([ -]?)(\d{3})(?!\d)/g;
const CUE_BEFORE = /(?:pin ?code|pin|postal code|post code|zip|zip ?code)\W{0,3}(?:is|no|number)?\W{0,3}$/i;
const MONEY_BEFORE = /(?:₹|\brs|\binr|rupees?)[. ]{0,2}$/i;
const MONEY_AFTER = /^ {0,2}(?:\/-|rs\b|inr\b|rup\w{1,6}\b|₹|lakh|hazaar|%)/i;
const CODE_BEFORE =
  /(?:otp|order|booking|ticket|ref|reference|complaint|invoice|account|txn|transaction|password)\W{0,3}(?:id|no|number|code|is)?\W{0,3}$/i;
// A phone number or a date may stand beside six digits in a row; "560 001 234" and "98765 432101" are other numbers.
const PART_OF_NUMBER_BEFORE = /(?:\d[./:-]|\p{L}|(?<!\d)\d{4,6} )$/u;
const PART_OF_NUMBER_AFTER = /^(?:[./:-]\d(?!\d{9})|,\d{3}(?!\d)|\p{L})/u;
const GROUP_BEFORE = /\d[ ,]$/;
const GROUP_AFTER = /^[ ,]\d{3}(?!\d)/;
const SPELLED_PINCODE = /(?<!\d[ -]?)[1-9](?: \d| ?- ?\d){5}(?![ -]{0,2}\d)/g; // "4 1 1 0 1 4"

function pincodes(text: string): ContactSpan[] {
  return [...grouped(text), ...spelled(text)];
}

function spelled(text: string): ContactSpan[] {
  return [...text.matchAll(SPELLED_PINCODE)].map(({ index, 0: digits }) => ({
    start: index,
    end: index + digits.length,
    confidence: 0.75,
    value: { type: 'pincode' as const, value: digits.replace(/\D/g, '') },
  }));
}

function grouped(text: string): ContactSpan[] {
  return [...text.matchAll(PINCODE)].flatMap((match) => {
    const [start, end] = [match.index, match.index + match[0].length];
    const before = text.slice(Math.max(0, start - 24), start);
    const after = text.slice(end, end + 12);
    const cued = CUE_BEFORE.test(before);
    const confidence = cued ? 0.98 : uncued(match[2]!, match[3]!);
    if (confidence === 0 || MONEY_BEFORE.test(before) || MONEY_AFTER.test(after) || CODE_BEFORE.test(before))
      return [];
    if (!cued && (PART_OF_NUMBER_BEFORE.test(before) || PART_OF_NUMBER_AFTER.test(after))) return [];
    if (!cued && match[2] !== '' && (GROUP_BEFORE.test(before) || GROUP_AFTER.test(after))) return [];
    return [{ start, end, confidence, value: { type: 'pincode' as const, value: match[1]! + match[3]! } }];
  });
}

/** "560-800" may well be a price from to; most pincodes go on with 0. */
function uncued(separator: string, tail: string): number {
  if (separator === '') return 0.9;
  return separator === '-' && !tail.startsWith('0') ? 0 : 0.75;
}
