// What was spent on models, and what may be spent at this moment. ModelBudget alone writes both, in SQL of its own.
import { defineEntity, p, PrimaryKeyProp } from '@mikro-orm/core';

export const budgetScopes = ['all', 'customer', 'conversation'] as const;
export type BudgetScope = (typeof budgetScopes)[number];

const ModelSpendingSchema = defineEntity({
  name: 'ModelSpending',
  tableName: 'model_spendings',
  properties: {
    scope: p.enum(budgetScopes).primary(),
    /** Of the customer or the conversation; `all` of everybody's. */
    subject: p.string().length(36).primary(),
    /** A day in the business time zone; `ever` of a conversation. */
    period: p.string().length(10).primary(),
    calls: p.integer(),
    costMicros: p.bigint('number'),
    updatedAt: p.datetime().index(),
  },
});
export class ModelSpending extends ModelSpendingSchema.class {
  declare [PrimaryKeyProp]?: ['scope', 'subject', 'period'];
}
ModelSpendingSchema.setClass(ModelSpending);

const ModelReservationSchema = defineEntity({
  name: 'ModelReservation',
  tableName: 'model_reservations',
  properties: {
    id: p.uuid().primary(),
    customerId: p.uuid().nullable(),
    conversationId: p.uuid().nullable(),
    /** The most that the try may cost. */
    costMicros: p.bigint('number'),
    /** A process that dies leaves it behind: from then on it holds nothing. */
    expiresAt: p.datetime().index(),
  },
});
export class ModelReservation extends ModelReservationSchema.class {}
ModelReservationSchema.setClass(ModelReservation);
