// What the lines of a booking hold beside the booking that they are of: of its price, and of its history.
import { p } from '@mikro-orm/core';
import { paiseColumn } from '#libs/orm';
import { itemKinds } from './booking.limits.js';
import { bookingStatuses, stepKinds } from './booking.states.js';

export const itemColumns = {
  position: p.smallint(),
  kind: p.enum(itemKinds),
  code: p.string().length(80),
  label: p.string().length(160),
  quantity: p.smallint().default(1),
  unitPaise: paiseColumn(),
  /** `quantity × unitPaise`; negative for a discount. */
  amountPaise: paiseColumn(),
  /** The price rule that it comes from, and the version of it; null where it is of the rate card. Rules are never deleted. */
  ruleId: p.uuid().nullable(),
  ruleVersion: p.integer().nullable(),
  /** Of a tax: the code of the service in the tax schedule. */
  sacCode: p.string().length(8).nullable(),
};

export const transitionColumns = {
  kind: p.enum(stepKinds).default('status'),
  from: p.enum(bookingStatuses).nullable().fieldName('from_status'),
  to: p.enum(bookingStatuses).fieldName('to_status'),
  byKind: p.string().length(20),
  byId: p.string().length(80),
  reason: p.string().length(300).default(''),
  /** Of a rescheduling or another change: how it was sold until then. Nothing of it is personal. */
  was: p.json<object>().nullable(),
  /** The proposal or request that it came from: said again, it is answered with what it has brought about. */
  key: p.string().length(80).nullable(),
  at: p.datetime(),
};
