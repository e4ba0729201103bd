import { z } from 'zod';
import { listOf, nameText, patchOf, plainText, publishSchema } from '#libs/http';
import { permissionName } from '../access/access.schemas.js';
import { permissions } from '../access/roles.js';
import { rolesExamples } from './roles.examples.js';
import { roleName } from './staff.schemas.js';

const changeable = {
  label: nameText({ min: 1, max: 80 }).meta({ examples: ['Night shift'] }),
  description: plainText({ max: 300, brackets: false }).default(''),
  covers: roleName.nullable().default(null).describe('The role whose permissions it has as well.'),
  permissions: z
    .array(permissionName)
    .max(permissions.length)
    .transform((list) => [...new Set(list)])
    .describe('Permissions in addition to those of the covered role.'),
};

export const changeRoleInput = z.strictObject(changeable);
publishSchema(changeRoleInput, 'ReplaceRole', rolesExamples.ReplaceRole);
export type ChangeRoleInput = z.output<typeof changeRoleInput>;
export const updateRoleInput = patchOf(changeable);
publishSchema(updateRoleInput, 'UpdateRole', rolesExamples.UpdateRole);
export type UpdateRoleInput = z.output<typeof updateRoleInput>;
export const createRoleInput = z.strictObject({ name: roleName.min(2), ...changeable });
publishSchema(createRoleInput, 'CreateRole', rolesExamples.CreateRole);
export type CreateRoleInput = z.output<typeof createRoleInput>;

export const roleView = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string(),
  level: z.int().describe('Higher stands above lower; it decides nothing.'),
  builtIn: z.boolean(),
  covers: z.string().nullable(),
  permissions: z.array(z.string()).describe('Its own.'),
  holds: z
    .array(z.string())
    .describe('What it may do in all: its own, and those of every role that it covers.'),
  staff: z.int().describe('How many people have it.'),
  version: z.int().describe('Also the `etag`; for `if-match`.'),
});
publishSchema(roleView, 'Role', rolesExamples.Role);
export const rolesView = listOf(roleView);

const grantedPermissionView = z.object({
  name: z.string(),
  module: z.string(),
  meaning: z.string(),
  roles: z.array(z.string()).describe('Who holds it.'),
});
publishSchema(grantedPermissionView, 'GrantedPermission', rolesExamples.GrantedPermission);
export const permissionsView = listOf(grantedPermissionView);
