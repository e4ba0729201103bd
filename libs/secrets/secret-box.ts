// What the program must be able to read again but the database must not show: keys and seeds at rest, and marks that only we can make.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
/** Hex, 64 bits: guessed over the network, one in 18 million million million. */
const stampLength = 16;

/** What was sealed cannot be opened: another key, another purpose, or it was changed. */
export class SealBroken extends Error {}

/**
 * AES-256-GCM and HMAC-SHA-256 under keys derived from one secret (HKDF, RFC 5869), a key for each purpose: what was made for one use is
 * worthless for another.
 */
export class SecretBox {
  private readonly keys = new Map<string, Buffer>();

  /** @param secret at least 32 random characters or bytes */
  constructor(private readonly secret: string | Buffer) {}

  /** @param purpose a constant of the program, such as `totp-seed` @param about bound to it, such as the id of the row it is kept in */
  seal(purpose: string, plain: string | Buffer, about = ''): Buffer {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.keyFor(purpose), nonce).setAAD(Buffer.from(about));
    const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws SealBroken */
  open(purpose: string, sealed: Uint8Array, about = ''): Buffer {
    const bytes = Buffer.from(sealed);
    const nonce = bytes.subarray(0, nonceBytes);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.keyFor(purpose), nonce)
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
    } catch {
      throw new SealBroken(`What was sealed as ${purpose} cannot be opened.`);
    }
  }

  /** A mark on `text` that only we can make. Hex. */
  mark(purpose: string, text: string): string {
    return createHmac('sha256', this.keyFor(purpose)).update(text).digest('hex');
  }

  /** In constant time. */
  isMark(purpose: string, text: string, mark: string): boolean {
    return isSame(this.mark(purpose, text), mark);
  }

  /**
   * `text` and, in 16 letters behind it, a short mark on it: what we never made is told without a look at the database. That is all it
   * tells; whether what we made still counts is to be looked up. What was stamped under another secret counts as never made.
   */
  stamp(purpose: string, text: string): string {
    return text + this.mark(purpose, text).slice(0, stampLength);
  }

  /** In constant time. */
  isStamped(purpose: string, stamped: string): boolean {
    return isSame(this.stamp(purpose, stamped.slice(0, -stampLength)), stamped);
  }

  private keyFor(purpose: string): Buffer {
    let key = this.keys.get(purpose);
    if (!key)
      this.keys.set(purpose, (key = Buffer.from(hkdfSync('sha256', this.secret, '', purpose, keyBytes))));
    return key;
  }
}

function isSame(expected: string, given: string): boolean {
  const [first, second] = [Buffer.from(expected), Buffer.from(given)];
  return first.length === second.length && timingSafeEqual(first, second);
}
