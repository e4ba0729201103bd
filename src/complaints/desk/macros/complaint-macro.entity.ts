// Several steps of the desk under one name. Each state that a macro had is kept: what was done by it can be told for good.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { DeskAction } from './desk-actions.schemas.js';

const content = () => ({
  name: p.string().length(80),
  description: p.string().length(300).default(''),
  actions: p.json<DeskAction[]>(),
  isActive: p.boolean().default(true),
});

const ComplaintMacroSchema = defineEntity({
  name: 'ComplaintMacro',
  tableName: 'complaint_macros',
  properties: {
    id: idColumn(),
    ...content(),
    name: p.string().length(80).unique('complaint_macros_name_unique'),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class ComplaintMacro extends ComplaintMacroSchema.class {}
ComplaintMacroSchema.setClass(ComplaintMacro);

const ComplaintMacroVersionSchema = defineEntity({
  name: 'ComplaintMacroVersion',
  tableName: 'complaint_macro_versions',
  uniques: [{ name: 'complaint_macro_versions_number_unique', properties: ['macro', 'number'] }],
  properties: {
    id: idColumn(),
    macro: () => p.manyToOne(ComplaintMacro).mapToPk().deleteRule('cascade'),
    /** The version of the macro that it is. */
    number: p.integer(),
    ...content(),
    /** Staff. */
    madeBy: p.uuid(),
    ...timestampColumns(),
  },
});
export class ComplaintMacroVersion extends ComplaintMacroVersionSchema.class {}
ComplaintMacroVersionSchema.setClass(ComplaintMacroVersion);
