const step = { rule: 'permission', outcome: 'failed', detail: 'The role ops_agent lacks users.delete.' };
const reach = { routes: [{ method: 'DELETE', path: '/api/v1/ops/customers/:id' }], tools: [] };
const nothing = { routes: [], tools: [] };

const routeRule = {
  method: 'DELETE',
  path: '/api/v1/ops/customers/:id',
  access: 'users.delete',
  audience: null,
  roles: ['super_admin', 'admin'],
  customers: false,
  rateClass: 'default',
};

const toolRule = {
  name: 'bookings.create',
  permission: 'bookings.create',
  effect: 'write',
  roles: ['super_admin'],
  customers: true,
};

/** By name in the API document. */
export const authzExamples = {
  DecisionStep: step,
  AccessDecision: {
    id: '019d45d9-4c30-7b88-82a3-b5c6d7e8f90a',
    at: new Date('2026-11-20T04:30:00Z'),
    actorKind: 'staff',
    actorId: '019d45d5-0a00-7f66-8071-93a4b5c6d7e8',
    onBehalfOf: null,
    role: 'ops_agent',
    apiKeyId: null,
    sessionId: '019d45d5-0b00-7a77-9182-a4b5c6d7e8f9',
    method: 'DELETE',
    route: '/api/v1/ops/customers/:id',
    access: 'users.delete',
    code: 'FORBIDDEN',
    steps: [step],
    correlationId: '0b5f2f0e-6d0f-4f6c-9a3f-2f6d1f5f7c11',
  },
  AccessCheck: { allowed: false, access: 'users.delete', route: '/api/v1/ops/customers/:id', steps: [step] },
  AccessReach: reach,
  RoleChangePreview: {
    allowed: true,
    refusals: [],
    activeStaff: 4,
    roles: [
      {
        role: 'ops_lead',
        activeStaff: 4,
        secondFactorNeeded: false,
        gains: ['users.delete'],
        loses: [],
        opens: reach,
        closes: nothing,
      },
    ],
  },
  RouteRule: routeRule,
  ToolRule: toolRule,
  AccessRules: { routes: [routeRule], tools: [toolRule] },
};
