// What staff say again and again, with places for what differs.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

/** Characters of one text, before its places are filled. */
export const cannedTextAtMost = 2000;

const CannedAnswerSchema = defineEntity({
  name: 'CannedAnswer',
  tableName: 'canned_answers',
  checks: [
    {
      name: 'canned_answers_text_check',
      expression: `length(text_en) <= ${cannedTextAtMost} and length(text_hi) <= ${cannedTextAtMost}`,
    },
  ],
  properties: {
    id: idColumn(),
    name: p.string().length(80).unique('canned_answers_name_unique'),
    textEn: p.text(),
    textHi: p.text(),
    isActive: p.boolean().default(true),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class CannedAnswer extends CannedAnswerSchema.class {}
CannedAnswerSchema.setClass(CannedAnswer);
