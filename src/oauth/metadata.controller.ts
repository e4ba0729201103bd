import { Controller, Get, Header, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, ReturnsView } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { appScopeNames } from '../access/app-scopes.js';
import { resourceAddress } from '../config/app-resources.js';
import { publicBase } from '../config/public-url.js';
import { Settings } from '../config/settings.js';
import { authorizationServerView, protectedResourceView } from './oauth.schemas.js';

const publicFor = () => Header('cache-control', 'public, max-age=300');

/** How an app finds out where to send people and what can be asked for (RFC 9728, RFC 8414). */
@ApiTags('Apps')
@Public()
@Controller({ path: '.well-known', version: VERSION_NEUTRAL })
export class MetadataController {
  constructor(private readonly settings: Settings) {}

  @Get('oauth-protected-resource')
  @publicFor()
  @Operation({
    id: 'getProtectedResource',
    summary: 'Get the protected resource metadata',
    description: 'Says what apps can be let into, and who gives tokens for it (RFC 9728).',
  })
  @ReturnsView(protectedResourceView)
  protectedResource() {
    return this.mcp();
  }

  @Get('oauth-protected-resource/mcp')
  @publicFor()
  @Operation({
    id: 'getMcpResource',
    summary: 'Get the protected resource metadata of MCP',
    description: 'Says the same under the address that belongs to `/mcp`, where apps look first.',
  })
  @ReturnsView(protectedResourceView)
  mcp() {
    return {
      resource: resourceAddress(this.settings, 'mcp'),
      authorization_servers: [publicBase(this.settings)],
      scopes_supported: [...appScopeNames],
      bearer_methods_supported: ['header'],
      resource_name: 'Home Services Desk',
    };
  }

  @Get('oauth-authorization-server')
  @publicFor()
  @Operation({
    id: 'getAuthorizationServer',
    summary: 'Get the authorization server metadata',
    description: 'Says where people are asked, tokens are given and apps register (RFC 8414).',
  })
  @ReturnsView(authorizationServerView)
  authorizationServer() {
    const issuer = publicBase(this.settings);
    return {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      registration_endpoint: `${issuer}/oauth/register`,
      revocation_endpoint: `${issuer}/oauth/revoke`,
      scopes_supported: [...appScopeNames],
      response_types_supported: ['code'],
      response_modes_supported: ['query'],
      grant_types_supported: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
      ui_locales_supported: ['en', 'hi'],
    };
  }
}
