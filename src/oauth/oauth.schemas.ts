// Names with underscores are those of the standards.
import { z } from 'zod';
import { codeText, ListForm, listOf, pageOf, publishSchema } from '#libs/http';
import { appScopeNames } from '../access/app-scopes.js';
import { longestClientId } from './clients/client.schemas.js';
import { oauthExamples } from './oauth.examples.js';

const scopeName = z.enum(appScopeNames);
const clientId = codeText({ max: longestClientId });
/** All that can be one of ours, and then some. */
const token = codeText({ max: 500 });

const ofEveryGrant = {
  client_id: clientId,
  resource: codeText({ max: 1000 })
    .optional()
    .describe('May be left out: the code says it. Another one is refused.'),
};

/** Parameters that are not known are passed over, as RFC 6749 demands. */
export const tokenInput = z.discriminatedUnion('grant_type', [
  z.object({
    grant_type: z.literal('authorization_code'),
    ...ofEveryGrant,
    code: token,
    code_verifier: z
      .string()
      .min(43)
      .max(128)
      .regex(/^[A-Za-z0-9._~-]*$/, 'must be made of unreserved characters'),
    redirect_uri: codeText({ max: 1000 }).optional(),
  }),
  z.object({
    grant_type: z.literal('refresh_token'),
    ...ofEveryGrant,
    refresh_token: token,
    scope: z.string().max(500).optional(),
  }),
]);
publishSchema(tokenInput, 'ExchangeToken', oauthExamples.ExchangeToken);
export type TokenInput = z.output<typeof tokenInput>;

export const tokenView = z.object({
  access_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.int().describe('Seconds until the access token expires.'),
  refresh_token: z.string().describe('Counts once.'),
  scope: z.string().describe('What the person has given, separated by spaces.'),
});
publishSchema(tokenView, 'AppTokens', oauthExamples.AppTokens);

export const revokeAppInput = z.object({ token, client_id: clientId });
publishSchema(revokeAppInput, 'RevokeAppToken', oauthExamples.RevokeAppToken);
export type RevokeAppInput = z.output<typeof revokeAppInput>;

/** Said with 200, as RFC 7009 has it. */
export const revokedView = z.object({});
publishSchema(revokedView, 'RevokedAppToken', oauthExamples.RevokedAppToken);

export const oauthErrorView = z.object({
  error: z.string().describe('Stable, for programs (RFC 6749, section 5.2).'),
  error_description: z.string(),
});
publishSchema(oauthErrorView, 'OAuthError', oauthExamples.OAuthError);

export const consentInput = z.strictObject({
  request: codeText({ max: 8_000 }).describe('What the page holds of the request of the app, under a seal.'),
  scopes: z
    .array(scopeName)
    .min(1)
    .max(appScopeNames.length)
    .optional()
    .describe('Some of what the app asks for; without it all.'),
});
publishSchema(consentInput, 'GiveConsent', oauthExamples.GiveConsent);
export type ConsentInput = z.output<typeof consentInput>;

export const consentView = z.object({
  redirectTo: z.string().describe('Where the browser goes now: the app waits there for the code.'),
});
publishSchema(consentView, 'Consent', oauthExamples.Consent);

const texts = z.array(z.string());

export const authorizationServerView = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  registration_endpoint: z.url(),
  revocation_endpoint: z.url(),
  scopes_supported: texts,
  response_types_supported: texts,
  response_modes_supported: texts,
  grant_types_supported: texts,
  token_endpoint_auth_methods_supported: texts,
  revocation_endpoint_auth_methods_supported: texts,
  code_challenge_methods_supported: texts,
  authorization_response_iss_parameter_supported: z.boolean(),
  client_id_metadata_document_supported: z.boolean(),
  ui_locales_supported: texts,
});
publishSchema(authorizationServerView, 'AuthorizationServer', oauthExamples.AuthorizationServer);

export const protectedResourceView = z.object({
  resource: z.url(),
  authorization_servers: texts,
  scopes_supported: texts,
  bearer_methods_supported: texts,
  resource_name: z.string(),
});
publishSchema(protectedResourceView, 'ProtectedResource', oauthExamples.ProtectedResource);

export const connectedAppView = z.object({
  id: z.uuid(),
  clientId: z.string().describe('Of an app that describes itself, the address of its document.'),
  name: z.string().describe('As the app calls itself.'),
  host: z
    .string()
    .describe('Where it was sent the code: its server, or a port on the machine of the person.'),
  scopes: z.array(scopeName),
  connectedAt: z.date(),
  lastUsedAt: z.date().nullable().describe('To the minute.'),
  expiresAt: z.date().describe('It is disconnected then, unless it fetches a new token before.'),
});
publishSchema(connectedAppView, 'ConnectedApp', oauthExamples.ConnectedApp);
export const connectedAppsView = listOf(connectedAppView);

const ownedConnectedAppView = connectedAppView.extend({
  ownerKind: z.enum(['customer', 'staff']),
  ownerId: z.uuid(),
});
publishSchema(ownedConnectedAppView, 'OwnedConnectedApp', oauthExamples.OwnedConnectedApp);
export const allConnectedAppsView = pageOf(ownedConnectedAppView);

export const allConnectedAppsList = new ListForm({
  // Ids are in the order of time.
  sortBy: { connectedAt: 'id' },
  default: '-connectedAt',
  period: { of: 'createdAt', is: 'The app was connected' },
  filters: { owner: z.uuid().optional().describe('A customer or a member of staff.') },
});
export type ListAllConnectedApps = z.output<typeof allConnectedAppsList.query>;
