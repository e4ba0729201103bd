// What was tried lately: logins, codes, mails and text messages that were sent. Only AttemptsService writes it, in SQL of its own.
import { defineEntity, p } from '@mikro-orm/core';

const AttemptSchema = defineEntity({
  name: 'Attempt',
  tableName: 'attempts',
  properties: {
    /** A mark of what is counted (an address, a number, a network): it can be found again, not read. */
    key: p.string().columnType('char(64)').primary(),
    count: p.integer(),
    /** All is forgotten then. */
    windowEndsAt: p.datetime().index(),
    /** The next attempt is refused until then. */
    blockedUntil: p.datetime(),
  },
});
export class Attempt extends AttemptSchema.class {}
AttemptSchema.setClass(Attempt);
