// An app that has registered itself (RFC 7591). Whoever wants to can do so: what is here proves nothing of anybody.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

const OAuthClientSchema = defineEntity({
  name: 'OAuthClient',
  tableName: 'oauth_clients',
  // Those that nobody has connected are counted and displaced, the oldest first.
  indexes: [
    {
      name: 'oauth_clients_waiting_index',
      expression:
        'create index "oauth_clients_waiting_index" on "oauth_clients" ("created_at") where connected_at is null',
    },
  ],
  properties: {
    id: idColumn(),
    name: p.string().length(80),
    redirectUris: p.array().$type<string[]>(),
    /** When a person has first let it in. */
    connectedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class OAuthClient extends OAuthClientSchema.class {}
OAuthClientSchema.setClass(OAuthClient);
