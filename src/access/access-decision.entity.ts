// Why somebody was refused: what a 403 refers to by `decisionId`. Kept for a while, for staff who are asked about it.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { DecisionStep } from './decide.js';

const AccessDecisionSchema = defineEntity({
  name: 'AccessDecision',
  tableName: 'access_decisions',
  indexes: [{ name: 'access_decisions_actor_index', properties: ['actorId', 'at'] }],
  properties: {
    id: idColumn(),
    at: p.datetime().index(),
    actorKind: p.string().length(16),
    actorId: p.string().length(64),
    /** The customer that an agent acted for. */
    onBehalfOf: p.string().length(64).nullable().index(),
    role: p.string().length(40).nullable(),
    /** Of the program that called in their name: its key, or the grant of an app. */
    apiKeyId: p.string().length(64).nullable(),
    sessionId: p.string().length(64).nullable(),
    /** Of HTTP; `TOOL` for a tool. */
    method: p.string().length(10),
    /** The route as it is registered, without the ids that were asked for; of a tool its name. */
    route: p.string().length(300),
    /** What was asked for: a permission, `self`, `identified`, `public`, `nobody`. */
    access: p.string().length(64),
    /** Of the problem that was answered. */
    code: p.string().length(80),
    steps: p.json().$type<DecisionStep[]>(),
    correlationId: p.string().length(64).nullable(),
    ...timestampColumns(),
  },
});
export class AccessDecision extends AccessDecisionSchema.class {}
AccessDecisionSchema.setClass(AccessDecision);
