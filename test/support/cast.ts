// People by the dozen, signed in without a password: for tests that ask the same of everybody.
import { RequestContext } from '@mikro-orm/core';
import { newId } from '#libs/orm';
import { hashPassword } from '#libs/passwords';
import { Customer } from '../../src/customers/customer.entity.js';
import { SessionsService } from '../../src/sessions/sessions.service.js';
import { Staff } from '../../src/staff/staff.entity.js';
import type { TestApp } from './app.js';
import { password } from './given.js';

export interface Player {
  id: string;
  /** To be sent with every request of theirs. */
  headers: { authorization: string };
}

/** Slow on purpose: one for all. */
let passwordHash: Promise<string> | undefined;

/** @returns makes a customer, or staff with the role that is given */
export function castIn({ app, orm }: Pick<TestApp, 'app' | 'orm'>): (role: string) => Promise<Player> {
  const sessions = app.get(SessionsService, { strict: false });
  return (role) =>
    RequestContext.create(orm.em, async () => {
      const em = RequestContext.getEntityManager()!;
      const id = newId();
      passwordHash ??= hashPassword(password);
      const person = { id, name: 'Asha Rao', email: `${id}@example.com`, passwordHash: await passwordHash };
      if (role === 'customer') em.create(Customer, person);
      else em.create(Staff, { ...person, role, status: 'active' });
      await em.flush();
      const kind = role === 'customer' ? 'customer' : 'staff';
      const { accessToken } = await sessions.open({ kind, id });
      await em.flush();
      return { id, headers: { authorization: `Bearer ${accessToken}` } };
    });
}
