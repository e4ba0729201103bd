import { Customer, customerStatuses, type CustomerStatus } from './customer.entity.js';

const now = new Date('2026-11-20T04:30:00Z');

function customerIn(status: CustomerStatus): Customer {
  const customer = new Customer();
  const profile = { name: 'Asha Rao', email: 'asha@example.com', phone: '+919876543210', language: 'hi' };
  const verified = { emailVerifiedAt: now, phoneVerifiedAt: now, lastLoginAt: now };
  return Object.assign(customer, { ...profile, ...verified, passwordHash: 'hash', status, version: 1 });
}

const refused = 'ILLEGAL_ACCOUNT_CHANGE';

function outcomeOf(move: (customer: Customer) => void, status: CustomerStatus): string {
  const customer = customerIn(status);
  try {
    move(customer);
    return customer.status;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('an account', () => {
  it.each<[string, (customer: Customer) => void, Record<CustomerStatus, string>]>([
    [
      'locked',
      (customer) => customer.lock(),
      { active: 'locked', locked: refused, deleted: refused, erased: refused },
    ],
    [
      'unlocked',
      (customer) => customer.unlock(),
      { active: refused, locked: 'active', deleted: refused, erased: refused },
    ],
    [
      'deleted',
      (customer) => customer.delete(now, 30, 'customer'),
      { active: 'deleted', locked: 'deleted', deleted: refused, erased: refused },
    ],
    [
      'reopened',
      (customer) => customer.reopen(),
      { active: refused, locked: refused, deleted: 'active', erased: refused },
    ],
    [
      'erased',
      (customer) => customer.erase(),
      { active: refused, locked: refused, deleted: 'erased', erased: refused },
    ],
  ])('is %s only where that makes sense', (_, move, outcomes) => {
    const found = customerStatuses.map((status) => [status, outcomeOf(move, status)]);
    expect(Object.fromEntries(found)).toEqual(outcomes);
  });

  it('has another version after each move', () => {
    const customer = customerIn('active');
    customer.lock();
    expect(customer.version).toBe(2);
  });

  it('lets in only those who are active', () => {
    expect(customerStatuses.filter((status) => customerIn(status).mayLogIn())).toEqual(['active']);
  });

  it('says when it will be erased from the moment it is closed', () => {
    const customer = customerIn('active');
    customer.delete(now, 2, 'customer');
    expect(customer).toMatchObject({ deletedAt: now, eraseAt: new Date('2026-11-22T04:30:00Z') });
  });

  it('may be reopened by its owner who closed it, while it is there', () => {
    const closed = (by: 'customer' | 'staff', days: number) => {
      const customer = customerIn('active');
      customer.delete(now, days, by);
      return customer;
    };
    expect(closed('customer', 1).mayReopen(now)).toBe(true);
    expect(
      [closed('staff', 1), closed('customer', 0), customerIn('locked')].map((each) => each.mayReopen(now)),
    ).toEqual([false, false, false]);
    const customer = closed('customer', 1);
    customer.reopen();
    expect(customer).toMatchObject({ status: 'active', deletedAt: null, eraseAt: null, closedBy: null });
  });

  it('says nothing of anybody once it is erased', () => {
    const customer = customerIn('deleted');
    customer.erase();
    expect(JSON.stringify(customer)).not.toMatch(/asha|98765|"hash"|"hi"|2026/i);
  });
});

describe('a profile', () => {
  it('forgets that an address was verified when it is another one', () => {
    const customer = customerIn('active');
    customer.change({ name: 'Asha', email: 'new@example.com', phone: '+919876543210', language: 'en' });
    expect([customer.emailVerified, customer.phoneVerified, customer.version]).toEqual([false, true, 2]);
    customer.change({ name: 'Asha', email: 'new@example.com', phone: null, language: 'en' });
    expect([customer.emailVerified, customer.phoneVerified, customer.version]).toEqual([false, false, 3]);
    customer.verify('email', now);
    expect([customer.emailVerified, customer.version]).toEqual([true, 4]);
  });
});
