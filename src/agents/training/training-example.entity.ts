// What staff teach the language engine beside the shipped corpus: a text, and what whoever says it wants.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { replyLanguages } from '#libs/format';
import { Message } from '../../conversations/conversation.entity.js';

/** Characters of a text to learn from: one wish, not a whole story. */
export const exampleTextAtMost = 300;

const TrainingExampleSchema = defineEntity({
  name: 'TrainingExample',
  tableName: 'training_examples',
  indexes: [{ name: 'training_examples_time_index', properties: ['createdAt', 'id'] }],
  properties: {
    id: idColumn(),
    text: p.string().length(exampleTextAtMost),
    /** As `sameTextKey` of the conversations makes it: the same is not learned twice. */
    textKey: p.string().length(43).unique('training_examples_text_unique'),
    /** One of the shipped corpus; null where it is none of our business. */
    intent: p.string().length(60).nullable(),
    language: p.enum(replyLanguages).nullable(),
    /** The message that it is taken from. It goes with it: what a person has said is erased here as well. */
    message: () =>
      p
        .manyToOne(Message)
        .mapToPk()
        .nullable()
        .deleteRule('cascade')
        .unique('training_examples_message_unique'),
    /** Of the staff. */
    createdBy: p.uuid(),
    ...timestampColumns(),
  },
});
export class TrainingExample extends TrainingExampleSchema.class {
  get messageId(): string | null {
    return this.message ?? null;
  }
}
TrainingExampleSchema.setClass(TrainingExample);
