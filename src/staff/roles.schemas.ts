import { z } from 'zod';
import { nameText, plainText } from '#libs/http';
import { permissions } from '../access/roles.js';
import { roleName } from './staff.schemas.js';

const changeable = {
  label: nameText({ min: 1, max: 80 }).meta({ examples: ['Night shift'] }),
  description: plainText({ max: 300, brackets: false }).default(''),
  covers: roleName.nullable().default(null).describe('The role whose permissions it has as well.'),
  permissions: z
    .array(z.enum(permissions))
    .max(permissions.length)
    .transform((list) => [...new Set(list)])
    .describe('Beyond those of the covered role.'),
};

export const changeRoleInput = z.strictObject(changeable);
export type ChangeRoleInput = z.output<typeof changeRoleInput>;
export const createRoleInput = z.strictObject({ name: roleName.min(2), ...changeable });
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
export const rolesView = z.object({ items: z.array(roleView) });

export const permissionsView = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      module: z.string(),
      meaning: z.string(),
      roles: z.array(z.string()).describe('Who holds it.'),
    }),
  ),
});
