// What was sent to a customer to prove that an address is theirs: the secret of a link, or a code of six digits.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Customer } from '../customers/customer.entity.js';

export const tokenPurposes = [
  ...(['verify_email', 'verify_phone', 'reset_by_link', 'reset_by_code'] as const),
  ...(['reopen_by_link', 'reopen_by_code'] as const),
] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

const OneTimeTokenSchema = defineEntity({
  name: 'OneTimeToken',
  tableName: 'one_time_tokens',
  properties: {
    /** Of each purpose there is one: a new one takes the place of the old one, which is void. */
    customer: () => p.manyToOne(Customer).mapToPk().primary().deleteRule('cascade'),
    purpose: p.enum(tokenPurposes).primary(),
    /** Of a link: SHA-256 of the token. Of a code, which could be guessed from that: a mark that only we can make. Hex. */
    secret: p.string().columnType('char(64)').unique('one_time_tokens_secret_unique'),
    /** A mark of the address that it was sent to: it proves nothing about any other. */
    destination: p.string().columnType('char(64)'),
    /** Guesses at a code, counted before they are compared. */
    attempts: p.integer().default(0),
    expiresAt: p.datetime().index(),
    usedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class OneTimeToken extends OneTimeTokenSchema.class {}
OneTimeTokenSchema.setClass(OneTimeToken);
