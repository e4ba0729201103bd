// Forms that settings can have, and what does not go together.
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

/**
 * The host of an https address, with its port if that is not 443, in the one spelling that the URL parser gives it: no capitals, no letters of
 * other scripts, no dot at the end, no number in disguise.
 */
export function isWebHost(text: string): boolean {
  return (
    text.length <= 260 &&
    /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/.test(text) &&
    !text.includes('..') &&
    URL.parse(`https://${text}`)?.host === text
  );
}

const dayMinutes = 24 * 60;

interface Together {
  SMTP_URL?: string;
  SMTP_FALLBACK_URL?: string;
  BOOKING_LEAD_MINUTES: number;
  BOOKING_HORIZON_DAYS: number;
  STORAGE_ENDPOINT?: string;
  STORAGE_ACCESS_KEY?: string;
  STORAGE_SECRET_KEY?: string;
  PAYMENT_GATEWAY_URL?: string;
  PAYMENT_GATEWAY_KEY?: string;
  PAYMENT_GATEWAY_WEBHOOK_SECRET?: string;
  OUTBOUND_ALLOW_PRIVATE: boolean;
}

/** What is valid by itself and would leave something without any effect. */
export function contradictionsIn(settings: Together): string[] {
  const { SMTP_URL, SMTP_FALLBACK_URL, BOOKING_LEAD_MINUTES, BOOKING_HORIZON_DAYS } = settings;
  const faults: string[] = [];
  if (SMTP_FALLBACK_URL && !SMTP_URL) faults.push('SMTP_FALLBACK_URL: needs a SMTP_URL to fall back from');
  if (BOOKING_LEAD_MINUTES >= BOOKING_HORIZON_DAYS * dayMinutes)
    faults.push('BOOKING_LEAD_MINUTES: beyond BOOKING_HORIZON_DAYS no slot could ever be booked');
  if (settings.STORAGE_ENDPOINT && !(settings.STORAGE_ACCESS_KEY && settings.STORAGE_SECRET_KEY))
    faults.push('STORAGE_ENDPOINT: needs STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY');
  const { PAYMENT_GATEWAY_URL: gateway } = settings;
  if (gateway && !(settings.PAYMENT_GATEWAY_KEY && settings.PAYMENT_GATEWAY_WEBHOOK_SECRET))
    faults.push('PAYMENT_GATEWAY_URL: needs PAYMENT_GATEWAY_KEY and PAYMENT_GATEWAY_WEBHOOK_SECRET');
  if (gateway?.startsWith('http:') && !settings.OUTBOUND_ALLOW_PRIVATE)
    faults.push('PAYMENT_GATEWAY_URL: must be https, or its key is read on the way');
  return faults;
}
