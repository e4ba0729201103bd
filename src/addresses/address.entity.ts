// Where a customer wants work done.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../customers/customer.entity.js';
import { Pincode } from '../catalogue/place.entity.js';

const AddressSchema = defineEntity({
  name: 'Address',
  tableName: 'addresses',
  indexes: [
    {
      // At most one default a customer, whatever the code does.
      name: 'addresses_default_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.customer}") where is_default`,
    },
  ],
  properties: {
    id: idColumn(),
    customer: () => p.manyToOne(Customer).mapToPk().index(),
    /** "Home", "Office". */
    label: p.string().length(40).default('Home'),
    /** House, street, area as the customer writes it. */
    line: p.string().length(300),
    landmark: p.string().length(120).nullable(),
    pincode: () => p.manyToOne(Pincode).mapToPk().index(),
    isDefault: p.boolean().default(false),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class Address extends AddressSchema.class {}
AddressSchema.setClass(Address);
