// What holds the entries together: the last link of the chain, and marks along it that only the program can make.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';

const AuditChainSchema = defineEntity({
  name: 'AuditChain',
  tableName: 'audit_chain',
  checks: [{ name: 'audit_chain_id_check', expression: 'id = 1' }],
  properties: {
    /** There is one row. */
    id: p.smallint().primary().autoincrement(false),
    /** Of the last entry; 0 while there is none. */
    seq: p.bigint('number'),
    hash: p.blob(),
    ...timestampColumns(),
  },
});
export class AuditChain extends AuditChainSchema.class {}
AuditChainSchema.setClass(AuditChain);

const AuditCheckpointSchema = defineEntity({
  name: 'AuditCheckpoint',
  tableName: 'audit_checkpoints',
  properties: {
    /** The entry that was the last one. */
    seq: p.bigint('number').primary().autoincrement(false),
    hash: p.blob(),
    at: p.datetime(),
    /** Made with the secret of the program over the three above; hex. */
    signature: p.string().columnType('char(64)'),
    ...timestampColumns(),
  },
});
export class AuditCheckpoint extends AuditCheckpointSchema.class {}
AuditCheckpointSchema.setClass(AuditCheckpoint);
