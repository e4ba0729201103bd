// Where a customer was known to be reached until they changed it: there they are told of the change, because what has taken its place may
// be a thief's. Gone as soon as that is on its way.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Customer } from './customer.entity.js';

const EarlierContactSchema = defineEntity({
  name: 'EarlierContact',
  tableName: 'customer_earlier_contacts',
  properties: {
    id: idColumn(),
    customer: () => p.manyToOne(Customer).mapToPk().index().deleteRule('cascade'),
    /** Both are those that had been verified. */
    email: p.string().length(254).nullable(),
    phone: p.string().length(16).nullable(),
    ...timestampColumns(),
  },
});
export class EarlierContact extends EarlierContactSchema.class {}
EarlierContactSchema.setClass(EarlierContact);
