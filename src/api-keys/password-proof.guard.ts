import {
  applyDecorators,
  Injectable,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { knownPassword } from '#libs/passwords';
import type { Actor } from '../access/actor.js';
import { AccountsService, type AccountRef } from '../sessions/accounts.service.js';

interface Request {
  actor: Actor;
  body?: { password?: unknown };
}

/**
 * A guard, so that it comes before the transaction that an `Idempotency-Key` opens: comparing is slow on purpose, a wrong guess must
 * be counted although nothing else is kept, and whoever repeats a request to read its secret again proves who they are again.
 */
@Injectable()
class PasswordProofGuard implements CanActivate {
  constructor(private readonly accounts: AccountsService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { actor, body } = context.switchToHttp().getRequest<Request>();
    const password = knownPassword.safeParse(body?.password);
    // Without one the body does not have its form, and is refused for that.
    if (password.success) await this.accounts.prove(ownerOf(actor), password.data);
    return true;
  }
}

/** On a route for people whose body has the member `password`: it is the caller's. @throws what {@link AccountsService.prove} throws */
export function ProvesPassword(): MethodDecorator {
  return applyDecorators(UseGuards(PasswordProofGuard));
}

/** Only people come here: the routes are for one's own account. */
export function ownerOf(actor: Actor): AccountRef {
  return { kind: actor.kind as AccountRef['kind'], id: actor.id };
}
