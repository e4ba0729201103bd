import { Injectable } from '@nestjs/common';
import { NotFound } from '#libs/errors';
import { ToolRegistry } from '#libs/tools';
import type { RouteAccess } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { decideAccess, takesPermission } from '../access/decide.js';
import { ResourceOwners } from '../access/resource-owners.js';
import { heldByRole } from '../access/role-graph.js';
import { customerGrants } from '../access/roles.js';
import { RolesService } from '../access/roles.service.js';
import { RouteTable, type TableRoute } from '../access/route-table.js';
import { AccountsService, type SessionAccount } from '../sessions/accounts.service.js';
import { ObjectTypeUnknown } from './authz.errors.js';
import type { CheckQuery } from './authz.schemas.js';

const customersHold: ReadonlySet<string> = new Set(customerGrants);

@Injectable()
export class AuthzService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly owners: ResourceOwners,
    private readonly roles: RolesService,
    private readonly table: RouteTable,
    private readonly tools: ToolRegistry,
  ) {}

  /**
   * Would it be allowed, if they had signed in? Asks the rules that a request is asked, and whose the object is.
   * @throws NotFound for an account or route that is not there, ObjectTypeUnknown
   */
  async check(_actor: Actor, query: CheckQuery) {
    const { actorKind: kind, actorId: id } = query;
    const account = await this.accounts.load({ kind, id });
    if (!account) throw new NotFound('Account', id);
    const route = this.routeOf(query);
    const access: RouteAccess = route?.access ?? query.permission!;
    const decision = decideAccess({
      actor: signedIn(account),
      access,
      audience: route?.audience,
      isActive: account.isActive,
      holders: await this.roles.holding(access),
      object: await this.objectOf(query),
    });
    return { ...decision, access, route: route?.path ?? null };
  }

  /** As the roles are at this moment. */
  async routes() {
    const held = heldByRole(await this.roles.all());
    const mayUse = (access: RouteAccess): string[] =>
      [...held].filter(([, permissions]) => opensFor(access, permissions)).map(([role]) => role);
    const routes = this.table.all().map(({ method, path, access, audience, rateClass }) => ({
      method,
      path,
      access,
      audience,
      rateClass,
      roles: audience === 'customer' ? [] : mayUse(access),
      customers: audience !== 'staff' && opensFor(access, customersHold),
    }));
    const tools = this.tools.list().map(({ name, permission, effect }) => {
      const access = permission as RouteAccess;
      return { name, permission, effect, roles: mayUse(access), customers: opensFor(access, customersHold) };
    });
    return { routes, tools };
  }

  private routeOf({ method, path }: CheckQuery): TableRoute | undefined {
    if (!method || !path) return undefined;
    const route = this.table.match(method, path);
    if (!route) throw new NotFound('Route', `${method} ${path}`);
    return route;
  }

  private async objectOf({ objectType: type, objectId }: CheckQuery) {
    if (!type || !objectId) return undefined;
    const ownerOf = this.owners.of(type);
    if (!ownerOf) throw new ObjectTypeUnknown(this.owners.types());
    return { type, owner: await ownerOf(objectId) };
  }
}

/** As the guard would see them. */
function signedIn({ kind, id, role, lacksSecondFactor, permissions }: SessionAccount): Actor {
  return { kind, id, role, lacksSecondFactor, permissions: lacksSecondFactor ? new Set() : permissions };
}

function opensFor(access: RouteAccess, held: ReadonlySet<string>): boolean {
  return takesPermission(access) ? held.has(access) : access !== 'nobody';
}
