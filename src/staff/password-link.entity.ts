// What was mailed to a staff member to choose a password with: a new one of theirs has none, and one may forget it.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Staff } from './staff.entity.js';

const PasswordLinkSchema = defineEntity({
  name: 'PasswordLink',
  tableName: 'staff_password_links',
  properties: {
    /** One at a time: a new one takes the place of the old one. The row goes when it is used. */
    staff: () => p.oneToOne(Staff).mapToPk().primary().owner().deleteRule('cascade'),
    /** SHA-256 of the token, hex. */
    digest: p.string().columnType('char(64)').unique('staff_password_links_digest_unique'),
    expiresAt: p.datetime(),
    ...timestampColumns(),
  },
});
export class PasswordLink extends PasswordLinkSchema.class {}
PasswordLinkSchema.setClass(PasswordLink);
