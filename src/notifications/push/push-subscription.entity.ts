// Browsers that want to be told, and the keys by which their push services know us.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

const PushKeySchema = defineEntity({
  name: 'PushKey',
  tableName: 'push_keys',
  properties: {
    id: idColumn(),
    /** P-256, uncompressed, base64url: what a browser subscribes with. */
    publicKey: p.string().length(100),
    /** Sealed. */
    privateKey: p.blob().hidden(),
    ...timestampColumns(),
  },
});
export class PushKey extends PushKeySchema.class {}
PushKeySchema.setClass(PushKey);

const PushSubscriptionSchema = defineEntity({
  name: 'PushSubscription',
  tableName: 'push_subscriptions',
  indexes: [{ name: 'push_subscriptions_person_index', properties: ['personId', 'id'] }],
  properties: {
    id: idColumn(),
    personKind: p.enum(['customer', 'staff']),
    personId: p.uuid(),
    /** Whoever knows it may try to send there. */
    endpoint: p.string().length(1000).unique('push_subscriptions_endpoint_unique').hidden(),
    p256dh: p.string().length(100).hidden(),
    auth: p.string().length(40).hidden(),
    /** With which it was made: no other one is taken by the push service. */
    key: () => p.manyToOne(PushKey).mapToPk().index().deleteRule('cascade'),
    ...timestampColumns(),
  },
});
export class PushSubscription extends PushSubscriptionSchema.class {
  declare [OptionalProps]?: 'service';

  /** Of the push service. */
  get service(): string {
    return new URL(this.endpoint).host;
  }
}
PushSubscriptionSchema.setClass(PushSubscription);
