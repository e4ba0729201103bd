// Forms that settings can have.
import { isIP } from 'node:net';

/** Of the IANA database. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** An address, or a range of them as CIDR. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.trim().split('/');
  const version = isIP(address);
  return version > 0 && rest.length === 0 && /^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
