// Contacts as they are shown where it only has to be clear which one is meant.

/** `+919876501234` as `+91 ••••• 1234`. @param phone +91 and ten digits */
export function maskedPhone(phone: string): string {
  return `+91 ••••• ${phone.slice(-4)}`;
}

/** `asha@example.com` as `a•••@example.com`, however long the name is. */
export function maskedEmail(email: string): string {
  return `${[...email][0]}•••${email.slice(email.lastIndexOf('@'))}`;
}
