import { passwordWeaknesses } from '#libs/passwords';
import { WeakPassword } from './auth.errors.js';

interface Person {
  name?: string;
  email?: string | null;
  phone?: string | null;
}

/** @param person whose name and addresses it must not contain @throws WeakPassword */
export function refuseWeakPassword(password: string, { name = '', email, phone }: Person = {}): void {
  const personal = [...name.split(/\s+/), email?.split('@')[0] ?? '', phone?.slice(-10) ?? ''];
  const weaknesses = passwordWeaknesses(password, personal);
  if (weaknesses.length > 0) throw new WeakPassword(weaknesses);
}
