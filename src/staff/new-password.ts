import { hashPassword, passwordWeaknesses } from '#libs/passwords';
import { StaffPasswordWeak } from './staff.errors.js';

/** Takes a while: not to be called in a transaction. @throws StaffPasswordWeak */
export function hashNewPassword(
  password: string,
  { name, email }: { name: string; email: string },
): Promise<string> {
  const weaknesses = passwordWeaknesses(password, [...name.split(/\s+/), email.split('@')[0]!]);
  if (weaknesses.length > 0) throw new StaffPasswordWeak(weaknesses);
  return hashPassword(password);
}
