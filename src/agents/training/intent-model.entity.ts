// What was learned from the shipped corpus and the examples of staff, how it compares, and which of these models stands.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { Heard, ModelComparison } from './model-comparison.js';
import { ComparisonOutdated, ModelIsWorse, ModelOfAnotherEngine } from './training.errors.js';

/** How much worse a model may be than the one that stands, and still be published: shares of the held-out lines, 0 … 1. */
export const margins = { accuracy: 0.005, noneRejected: 0.02 } as const;

/** Of the words about 1.5 MB, and as much again where vectors have taught it, too. */
export const modelBytesAtMost = 4 * 1024 * 1024;

const IntentModelSchema = defineEntity({
  name: 'IntentModel',
  tableName: 'intent_models',
  checks: [
    { name: 'intent_models_bytes_check', expression: `octet_length(bytes) <= ${modelBytesAtMost}` },
    { name: 'intent_models_examples_check', expression: 'examples_count >= 0' },
  ],
  indexes: [{ name: 'intent_models_number_index', properties: ['number', 'id'] }],
  properties: {
    id: idColumn(),
    /** 1, 2, … for people. */
    number: p.integer().unique('intent_models_number_unique'),
    /** Of the engine and all that was learned from: what has the same fingerprint is the same model. */
    fingerprint: p.string().length(64).unique('intent_models_fingerprint_unique'),
    /** Of the engine and the shipped corpus: a program with another one cannot use it, see `published-model.ts`. */
    engine: p.string().length(64),
    corpusHash: p.string().length(64),
    examplesCount: p.integer(),
    /** Whose vectors have taught it beside the words; null where there was no sentence encoder. */
    encoder: p.string().length(120).nullable(),
    bytes: p.blob().$type<Buffer>().lazy().hidden(),
    /** What was heard in each example, in their order, by models that had learned the others. */
    validated: p.json().$type<readonly Heard[]>().lazy().hidden(),
    comparison: p.json().$type<ModelComparison>(),
    /** Of the staff; null where the program did it by itself. */
    trainedBy: p.uuid().nullable(),
    publishedAt: p.datetime().nullable(),
    /** For If-Match. */
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class IntentModel extends IntentModelSchema.class {
  declare [OptionalProps]?: 'accuracy' | 'accuracyBefore' | 'isWorse';

  /** Of the held-out lines, 0 … 1. */
  get accuracy(): number {
    return this.comparison.heldOut.accuracy;
  }

  /** Of the model that it was compared with. */
  get accuracyBefore(): number {
    return this.comparison.heldOut.before;
  }

  /** Whether it understands the held-out lines worse than what it was compared with, by more than the margins. */
  get isWorse(): boolean {
    const { heldOut, noneRejected } = this.comparison;
    return (
      heldOut.before - heldOut.accuracy > margins.accuracy ||
      noneRejected.before - noneRejected.rate > margins.noneRejected
    );
  }

  /**
   * @param engine of this program
   * @param standing the model that it is to replace; null where the shipped one reads
   * @param mayBeWorse whether whoever publishes it has said so
   * @throws ModelOfAnotherEngine, ComparisonOutdated, ModelIsWorse
   */
  checkPublishable(engine: string, standing: string | null, mayBeWorse: boolean): void {
    if (this.engine !== engine) throw new ModelOfAnotherEngine(this.number);
    if (mayBeWorse) return;
    const { against, heldOut, noneRejected } = this.comparison;
    if (against.id !== standing) throw new ComparisonOutdated(this.number, against.id, standing);
    if (this.isWorse) throw new ModelIsWorse(this.number, { heldOut, noneRejected }, margins);
  }
}
IntentModelSchema.setClass(IntentModel);

const ModelPublicationSchema = defineEntity({
  name: 'ModelPublication',
  tableName: 'model_publications',
  indexes: [
    {
      name: 'model_publications_standing_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.id}") where withdrawn_at is null`,
    },
  ],
  properties: {
    id: idColumn(),
    model: () => p.manyToOne(IntentModel).deleteRule('cascade').index(),
    /** Why it was published although it is worse. */
    reason: p.string().length(500).nullable(),
    /** Of the staff; null where the program did it by itself. */
    publishedBy: p.uuid().nullable(),
    /** When it was rolled back, or has become too old to go back to. */
    withdrawnAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
/** The newest that is not withdrawn stands; rolling back withdraws it, and the one before stands again. Without any the shipped model does. */
export class ModelPublication extends ModelPublicationSchema.class {}
ModelPublicationSchema.setClass(ModelPublication);
