// What of a change may be shown to whoever searches the audit log: facts stay, persons are masked, secrets are not recorded at all.
// Masking goes by the names of fields, and is done for every entry, so that no caller can forget it.
import { isIPv4, isIPv6 } from 'node:net';
import { storableText } from '#libs/orm';
import type { AuditFacts } from './audit-entry.entity.js';

const mask = '•••';

/** A field is secret if one of the words of its name is; `passwordHash`, `refresh_token`. */
const secretWords = new Set(
  'password passphrase token secret hash signature cookie authorization otp totp seed'.split(' '),
);
/** Codes that let somebody in; other codes (of a pincode, an attribute) are facts. */
const secretName = /^(?:(?:recovery|verification|backup|reset|sms|login)?codes?|(?:api|private|signing)key)$/;

/** A field is personal if the last word of its name is: what identifies a person, and free text, which may say anything. */
const personalWords = new Set([
  'name',
  'email',
  'phone',
  'mobile',
  'identifier',
  'birthday',
  'avatar',
  'address',
  'line',
  'street',
  'landmark',
  'latitude',
  'longitude',
  'note',
  'notes',
  'text',
  'comment',
  'comments',
  'message',
  'reason',
]);
const personalName = /^useragent$|^dateofbirth$/;

/** Plain JSON without secrets; dates become ISO text. Null when there is nothing. */
export function withoutSecrets(facts: AuditFacts | undefined): AuditFacts | null {
  if (!facts) return null;
  return JSON.parse(
    JSON.stringify(facts, (name, value: unknown) => {
      if (name !== '' && isSecret(name)) return undefined;
      return typeof value === 'string' ? storableText(value) : value;
    }),
  );
}

/** A copy in which personal data is masked. @param facts plain JSON */
export function maskedFacts(facts: AuditFacts | null): AuditFacts | null {
  return facts && (maskedValue(facts) as AuditFacts);
}

/** Where an address is, without who it is: the /24 of IPv4, the /48 of IPv6, as RFC 6177 hands them out to sites. Null for anything else. */
export function networkOf(address: string | undefined): string | null {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '') ?? '';
  if (isIPv4(plain)) return `${plain.slice(0, plain.lastIndexOf('.'))}.0/24`;
  if (!isIPv6(plain)) return null;
  // The URL parser writes every form of an address in the one of RFC 5952.
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  const all = [...groups, ...Array<string>(missing).fill('0'), ...(tail?.split(':') ?? [])];
  return `${all.slice(0, 3).join(':')}::/48`;
}

function maskedValue(value: unknown): unknown {
  if (typeof value === 'string') return withoutContacts(value);
  if (Array.isArray(value)) return value.map(maskedValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      isPersonal(name) ? hidden(inner) : maskedValue(inner),
    ]),
  );
}

/** That something was there is a fact; so is a yes or no. Part of it is shown only of what is an address or number and nothing else. */
function hidden(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value;
  return typeof value === 'string' && isContact.test(value) ? withoutContacts(value) : mask;
}

const isContact = /^(?:[^\s@]+@[a-z\d-]+(?:\.[a-z\d-]+)+|\+\d{10,15})$/i;

/** E-mail addresses and phone numbers, wherever they are: `a•••@example.com`, `+91••••••3210`. */
function withoutContacts(text: string): string {
  return text
    .replace(/([^\s@])[^\s@]*@([^\s@]+)/g, `$1${mask}@$2`)
    .replace(/(\+\d\d)(\d{4,9})(\d{4})(?!\d)/g, (_, start: string, middle: string, end: string) =>
      [start, '•'.repeat(middle.length), end].join(''),
    );
}

function isSecret(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => secretWords.has(word)) || secretName.test(words.join(''));
}

function isPersonal(name: string): boolean {
  const words = wordsOf(name);
  return personalWords.has(words.at(-1) ?? '') || personalName.test(words.join(''));
}

/** `contactPhone`, `contact_phone`, `line2` → contact phone, line. */
function wordsOf(name: string): string[] {
  const spaced = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/\d+$/, '');
  return spaced
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
}
