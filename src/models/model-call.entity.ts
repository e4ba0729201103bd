// One try at a model, and what became of it: the ledger of what models cost. Neither what was asked nor what was answered is in it.
import { defineEntity, p, type EntityDTO } from '@mikro-orm/core';
import { failureKinds, modelTiers } from '#libs/llm';
import { idColumn } from '#libs/orm';

/** `cached`: an earlier answer was given again, and no model was asked. */
export const callOutcomes = ['answered', 'cached', ...failureKinds] as const;
export type CallOutcome = (typeof callOutcomes)[number];

const ModelCallSchema = defineEntity({
  name: 'ModelCall',
  tableName: 'model_calls',
  indexes: [
    { name: 'model_calls_time_index', properties: ['at', 'id'] },
    { name: 'model_calls_customer_index', properties: ['customerId', 'at'] },
  ],
  properties: {
    /** That of the reservation under which it was made. */
    id: idColumn(),
    at: p.datetime(),
    /** The name of the prompt. */
    task: p.string().length(60),
    promptVersion: p.integer(),
    agent: p.string().length(40).nullable(),
    tier: p.enum(modelTiers),
    /** By its name in the settings; null where nothing was sent. */
    endpoint: p.string().length(32).nullable(),
    /** Whose budget it was. */
    customerId: p.uuid().nullable(),
    conversationId: p.uuid().nullable(),
    inputTokens: p.integer(),
    outputTokens: p.integer(),
    /** The provider told no figures, and they are ours. */
    isEstimate: p.boolean(),
    /** Millionths of a rupee. */
    costMicros: p.bigint('number'),
    durationMs: p.integer(),
    outcome: p.string().length(20).$type<CallOutcome>(),
  },
});
export class ModelCall extends ModelCallSchema.class {}
ModelCallSchema.setClass(ModelCall);

/** As it is written down. */
export type CallFacts = EntityDTO<ModelCall>;
