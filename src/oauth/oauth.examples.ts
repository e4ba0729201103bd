const app = {
  id: '019d45d7-2a10-7d44-8e6f-718293a4b5c7',
  clientId: 'https://assistant.example/oauth/client.json',
  name: 'Example Assistant',
  host: 'assistant.example',
  scopes: ['read', 'book'],
  connectedAt: new Date('2026-11-20T04:30:00Z'),
  lastUsedAt: new Date('2026-11-20T05:12:00Z'),
  expiresAt: new Date('2026-12-20T05:12:00Z'),
};
const redirectUris = ['http://127.0.0.1/callback'];

/** By name in the API document. */
export const oauthExamples = {
  RegisterClient: { client_name: 'Example Assistant', redirect_uris: redirectUris },
  RegisteredClient: {
    client_id: '019d45d7-2a10-7d44-8e6f-718293a4b5c8',
    client_id_issued_at: 1_795_149_000,
    client_name: 'Example Assistant',
    redirect_uris: redirectUris,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
  },
  ExchangeToken: {
    grant_type: 'authorization_code',
    client_id: '019d45d7-2a10-7d44-8e6f-718293a4b5c8',
    code: 'hsc_an-example-and-no-code',
    code_verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    redirect_uri: 'http://127.0.0.1:33418/callback',
  },
  AppTokens: {
    access_token: 'hso_an-example-and-no-token',
    token_type: 'Bearer',
    expires_in: 3600,
    refresh_token: 'hsr_an-example-and-no-token',
    scope: 'read book',
  },
  RevokeAppToken: {
    token: 'hsr_an-example-and-no-token',
    client_id: '019d45d7-2a10-7d44-8e6f-718293a4b5c8',
  },
  RevokedAppToken: {},
  OAuthError: { error: 'invalid_grant', error_description: 'The code was used before.' },
  GiveConsent: { request: 'what-the-page-holds', scopes: ['read', 'book'] },
  Consent: {
    redirectTo:
      'http://127.0.0.1:33418/callback?code=hsc_an-example-and-no-code&iss=https%3A%2F%2Fdesk.example',
  },
  AuthorizationServer: {
    issuer: 'https://desk.example',
    authorization_endpoint: 'https://desk.example/oauth/authorize',
    token_endpoint: 'https://desk.example/oauth/token',
    registration_endpoint: 'https://desk.example/oauth/register',
    revocation_endpoint: 'https://desk.example/oauth/revoke',
    scopes_supported: ['read', 'book'],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    ui_locales_supported: ['en', 'hi'],
  },
  ProtectedResource: {
    resource: 'https://desk.example/mcp',
    authorization_servers: ['https://desk.example'],
    scopes_supported: ['read', 'book'],
    bearer_methods_supported: ['header'],
    resource_name: 'Home Services Desk',
  },
  ConnectedApp: app,
  OwnedConnectedApp: {
    ...app,
    ownerKind: 'customer',
    ownerId: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
  },
};
