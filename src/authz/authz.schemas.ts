import { z } from 'zod';
import { codeText, publishSchema } from '#libs/http';
import { decisionOutcomes, accessRules } from '../access/decide.js';
import { permissionName } from '../access/access.schemas.js';
import { authzExamples } from './authz.examples.js';

const roleName = codeText({ max: 40 });
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const stepView = z.object({
  rule: z.enum(accessRules).describe('In the order in which they are asked.'),
  outcome: z
    .enum(decisionOutcomes)
    .describe('`skipped`: it does not apply, or a rule before it has refused.'),
  detail: z.string(),
});
publishSchema(stepView, 'DecisionStep', authzExamples.DecisionStep);

export const decisionView = z.object({
  id: z.uuid(),
  at: z.date(),
  actorKind: z.string(),
  actorId: z.string(),
  onBehalfOf: z.string().nullable().describe('The customer that an agent acted for.'),
  role: z.string().nullable(),
  apiKeyId: z.string().nullable(),
  sessionId: z.string().nullable(),
  method: z.string().describe('HTTP method; `TOOL` for a tool.'),
  route: z.string().describe('As it is registered, without the ids that were asked for.'),
  access: z.string().describe('Access that is required: a permission, `self`, `identified`, or `nobody`.'),
  code: z.string().describe('Code of the problem that was answered.'),
  steps: z.array(stepView),
  correlationId: z.string().nullable(),
});
publishSchema(decisionView, 'AccessDecision', authzExamples.AccessDecision);

export const checkQuery = z
  .strictObject({
    actorKind: z.enum(['customer', 'staff']).describe('Whose permissions are asked about.'),
    actorId: z.uuid(),
    permission: permissionName.optional().describe('What they would do; or `method` and `path`.'),
    method: z.enum(methods).optional(),
    path: codeText({ max: 500 })
      .optional()
      .describe('As it would be asked for, or as it is registered: `/api/v1/bookings/:id`.'),
    objectType: codeText({ max: 32 }).optional().describe('What they would do it to: `booking`.'),
    objectId: z.uuid().optional(),
  })
  .refine(({ permission, method, path }) => (permission === undefined) === !!(method && path), {
    message: 'name a permission, or a method and a path',
    path: ['permission'],
  })
  .refine(({ objectType, objectId }) => (objectType === undefined) === (objectId === undefined), {
    message: 'name the type and the id of the object, or neither',
    path: ['objectId'],
  });
export type CheckQuery = z.output<typeof checkQuery>;

export const checkView = z.object({
  allowed: z
    .boolean()
    .describe('By the rules of access. What else a domain asks is known when it is done: see the last step.'),
  access: z.string(),
  route: z.string().nullable().describe('The route that answers at that path.'),
  steps: z.array(stepView),
});
publishSchema(checkView, 'AccessCheck', authzExamples.AccessCheck);

const permissionList = z
  .string()
  .max(1000)
  .transform((text) => text.split(','))
  .pipe(z.array(permissionName))
  .optional();

export const impactQuery = z
  .strictObject({
    role: roleName.describe('The role that would change; with `staffId` the one that they would get.'),
    grant: permissionList.describe('Permissions that it would be granted, comma separated.'),
    revoke: permissionList.describe('Grants that would be taken from it, comma separated.'),
    covers: codeText({ min: 0, max: 40 })
      .transform((name) => (name === '' ? null : name))
      .optional()
      .describe('The role that it would cover; empty: none.'),
    staffId: z.uuid().optional().describe('Who would get the role.'),
  })
  .refine(
    ({ staffId, grant, revoke, covers }) =>
      (staffId === undefined) === (grant !== undefined || revoke !== undefined || covers !== undefined),
    { message: 'name what would change of the role, or the staff member who would get it', path: ['role'] },
  );
export type ImpactQuery = z.output<typeof impactQuery>;

const reachView = z.object({
  routes: z.array(z.object({ method: z.string(), path: z.string() })),
  tools: z.array(z.string()),
});
publishSchema(reachView, 'AccessReach', authzExamples.AccessReach);

export const impactView = z.object({
  allowed: z.boolean().describe('Whether you could make this change.'),
  refusals: z
    .array(z.object({ code: z.string(), detail: z.string(), data: z.record(z.string(), z.unknown()) }))
    .describe('What you would be answered.'),
  activeStaff: z.int().describe('How many people it would reach.'),
  roles: z
    .array(
      z.object({
        role: z.string(),
        activeStaff: z.int(),
        secondFactorNeeded: z
          .boolean()
          .describe('Whether those who have it would hold nothing of it until they set up a second factor.'),
        gains: z.array(z.string()),
        loses: z.array(z.string()),
        opens: reachView,
        closes: reachView,
      }),
    )
    .describe('The role itself, and those that change with it because they cover it.'),
});
publishSchema(impactView, 'RoleChangePreview', authzExamples.RoleChangePreview);

const roleNames = z.array(z.string());
const routeRuleView = z.object({
  method: z.string(),
  path: z.string(),
  access: z.string().describe('`public`, a permission, `self`, `identified`, or `nobody`.'),
  audience: z.enum(['customer', 'staff']).nullable().describe('Only for these people; null: for both.'),
  roles: roleNames.describe('Roles of staff that may call it, the highest first.'),
  customers: z.boolean(),
  rateClass: z.string(),
});
publishSchema(routeRuleView, 'RouteRule', authzExamples.RouteRule);

const toolRuleView = z.object({
  name: z.string(),
  permission: z.string(),
  effect: z.enum(['read', 'reserve', 'write']),
  roles: roleNames,
  customers: z.boolean(),
});
publishSchema(toolRuleView, 'ToolRule', authzExamples.ToolRule);

export const routeTableView = z.object({ routes: z.array(routeRuleView), tools: z.array(toolRuleView) });
publishSchema(routeTableView, 'AccessRules', authzExamples.AccessRules);
