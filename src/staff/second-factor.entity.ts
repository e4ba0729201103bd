// The authenticator app of a staff member (TOTP, RFC 6238), and the codes for the day on which it is lost.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Staff } from './staff.entity.js';

const SecondFactorSchema = defineEntity({
  name: 'SecondFactor',
  tableName: 'staff_second_factors',
  properties: {
    staff: () => p.oneToOne(Staff).mapToPk().primary().owner().deleteRule('cascade'),
    /** Sealed, bound to the staff member. */
    seed: p.blob().hidden(),
    /** It counts from here on; before, it has only been begun. */
    confirmedAt: p.datetime().nullable(),
    /** The time step of the newest code that was accepted: it and older ones are not accepted again (RFC 6238, 5.2). */
    lastStep: p.integer().nullable(),
    ...timestampColumns(),
  },
});
export class SecondFactor extends SecondFactorSchema.class {}
SecondFactorSchema.setClass(SecondFactor);

const RecoveryCodeSchema = defineEntity({
  name: 'RecoveryCode',
  tableName: 'staff_recovery_codes',
  uniques: [{ name: 'staff_recovery_codes_digest_unique', properties: ['staff', 'digest'] }],
  properties: {
    id: idColumn(),
    staff: () => p.manyToOne(Staff).mapToPk().deleteRule('cascade'),
    /** SHA-256, hex. The row goes when the code is used. */
    digest: p.string().columnType('char(64)'),
    ...timestampColumns(),
  },
});
export class RecoveryCode extends RecoveryCodeSchema.class {}
RecoveryCodeSchema.setClass(RecoveryCode);
