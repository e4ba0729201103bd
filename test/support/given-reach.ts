// Customers by the ways in which they can be reached, for stories about what is sent to them.
import { hashPassword } from '#libs/passwords';
import { Customer } from '../../src/customers/customer.entity.js';
import type { TestApp } from './app.js';
import { password } from './given.js';

export interface ReachStory {
  email?: string | null;
  phone?: string | null;
  emailVerified?: boolean;
  phoneVerified?: boolean;
  language?: string;
}

/** Makes customers who can log in; with both addresses, none of them verified, unless the story says otherwise. */
export function givenReachable({ orm, clock }: Pick<TestApp, 'orm' | 'clock'>) {
  const passwordHash = hashPassword(password);
  let number = 0;
  return async ({ emailVerified, phoneVerified, ...rest }: ReachStory = {}): Promise<Customer> => {
    const em = orm.em.fork();
    const made = em.create(Customer, {
      name: 'Asha Rao',
      email: `reachable${++number}@example.com`,
      phone: `+9197${String(number).padStart(8, '0')}`,
      passwordHash: await passwordHash,
      ...rest,
      emailVerifiedAt: emailVerified ? clock.now() : null,
      phoneVerifiedAt: phoneVerified ? clock.now() : null,
    });
    await em.flush();
    return made;
  };
}
