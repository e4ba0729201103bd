import { Reflector } from '@nestjs/core';
import type { ExecutionContext } from '@nestjs/common';
import { accessOf, OnlyFor, Public, Requires } from './access.decorators.js';
import { AccessGuard } from './access.guard.js';
import { customerScope, onBehalfOf, type Actor } from './actor.js';

class Routes {
  @Public() open() {}
  @Requires('bookings.read') bookings() {}
  @Requires('self') account() {}
  @Requires('self') @OnlyFor('customer') customers() {}
  @Requires('bookings.read') @OnlyFor('staff') staff() {}
  undeclared() {}
}

@Public()
class OpenRoutes {
  open() {}
  @Requires('bookings.read') bookings() {}
}

const actor = (...permissions: string[]): Actor => ({
  kind: 'customer',
  id: 'c',
  permissions: new Set(permissions),
});
const guard = new AccessGuard(new Reflector());
const enter = (route: keyof Routes, caller?: Actor) =>
  guard.canActivate({
    getHandler: () => Routes.prototype[route],
    getClass: () => Routes,
    switchToHttp: () => ({ getRequest: () => ({ actor: caller }) }),
  } as unknown as ExecutionContext);

describe('the access guard', () => {
  it('lets anybody into public routes', () => expect(enter('open')).toBe(true));
  it('refuses the anonymous elsewhere', () => expect(() => enter('bookings')).toThrow(/UNAUTHENTICATED/));
  it('asks for the declared permission', () => {
    expect(enter('bookings', actor('bookings.read'))).toBe(true);
    expect(() => enter('bookings', actor('bookings.create'))).toThrow(/FORBIDDEN/);
  });
  it('lets every signed-in person at their own account', () => expect(enter('account', actor())).toBe(true));
  it('keeps everybody out who is not meant, whatever they may do', () => {
    const staff: Actor = { ...actor('bookings.read'), kind: 'staff' };
    expect([enter('customers', actor()), enter('staff', staff)]).toEqual([true, true]);
    expect(() => enter('customers', staff)).toThrow(/FORBIDDEN/);
    expect(() => enter('staff', actor('bookings.read'))).toThrow(/FORBIDDEN/);
  });
  it.each([{ apiKeyId: 'k' }, { grantId: 'g' }])(
    'lets no program at the account of its owner: %j',
    (program) => expect(() => enter('account', { ...actor(), ...program })).toThrow(/FORBIDDEN/),
  );
  it('is closed where nothing is declared', () =>
    expect(() => enter('undeclared', actor('bookings.read'))).toThrow(/FORBIDDEN/));
});

it('asks for what a handler requires, also where its controller is public', () => {
  const openOrNot = (route: keyof OpenRoutes) => accessOf(OpenRoutes.prototype[route], OpenRoutes);
  expect([openOrNot('open'), openOrNot('bookings')]).toEqual(['public', 'bookings.read']);
});

describe('an agent', () => {
  it('has what its customer has, and is bound to that customer', () => {
    const agent = onBehalfOf(actor('bookings.read'), 'booking');
    expect([agent.kind, customerScope(agent), [...agent.permissions]]).toEqual([
      'agent',
      'c',
      ['bookings.read'],
    ]);
  });
});
