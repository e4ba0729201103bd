// A role of staff: what it may do itself, and the role whose permissions it has as well. Rules that need more than one row of the
// database (who may change it) are with those who change it (src/staff).
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { permissions } from './roles.js';

const RoleSchema = defineEntity({
  name: 'Role',
  tableName: 'roles',
  checks: [
    { name: 'roles_name_check', expression: `name ~ '^[a-z][a-z0-9_]*$'` },
    { name: 'roles_level_check', expression: 'level >= 0 and level <= 100' },
    { name: 'roles_covers_check', expression: 'covers <> name' },
  ],
  properties: {
    name: p.string().length(40).primary(),
    label: p.string().length(80),
    description: p.string().length(300).default(''),
    /** Higher stands above lower; it decides nothing. */
    level: p.smallint(),
    builtIn: p.boolean().default(false),
    covers: () => p.manyToOne(Role).mapToPk().nullable().index().fieldName('covers').deleteRule('no action'),
    /** For If-Match. Counted up with every change, also of its permissions. */
    version: p.integer().default(1),
    ...timestampColumns(),
  },
});
export class Role extends RoleSchema.class {}
RoleSchema.setClass(Role);

const RolePermissionSchema = defineEntity({
  name: 'RolePermission',
  tableName: 'role_permissions',
  properties: {
    role: () => p.manyToOne(Role).mapToPk().primary().fieldName('role').deleteRule('cascade'),
    /** Only those of the one list. */
    permission: p.enum(permissions).primary(),
    ...timestampColumns(),
  },
});
export class RolePermission extends RolePermissionSchema.class {}
RolePermissionSchema.setClass(RolePermission);
