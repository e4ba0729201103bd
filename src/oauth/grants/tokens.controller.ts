import { Body, Controller, Post, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { Operation, RateClass, ReturnsView, TakesQuery } from '#libs/http';
import { Public } from '../../access/access.decorators.js';
import { ClientsService } from '../clients/clients.service.js';
import {
  registerClientInput,
  registeredClientView,
  type RegisterClientInput,
} from '../clients/client.schemas.js';
import { OAuthErrorFilter } from '../oauth-error.filter.js';
import {
  oauthErrorView,
  revokeAppInput,
  revokedView,
  tokenInput,
  tokenView,
  type RevokeAppInput,
  type TokenInput,
} from '../oauth.schemas.js';
import { TokensService } from './tokens.service.js';

const fields = {
  types: ['application/x-www-form-urlencoded'],
  limitBytes: 16 * 1024,
  as: 'fields',
} as const;

const refused = (status: number, description: string) =>
  ApiResponse({ status, description, standardSchema: oauthErrorView } as never);

/** Where the standards have them, and in their words. What opens something here cannot be guessed: the limit is the ordinary one. */
@ApiTags('Apps')
@Public()
@UseFilters(OAuthErrorFilter)
@Controller({ path: 'oauth', version: VERSION_NEUTRAL })
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly clients: ClientsService,
  ) {}

  @Post('token')
  @TakesQuery(fields)
  @Operation({
    id: 'exchangeToken',
    summary: 'Exchange a code or a refresh token',
    description:
      'For apps (OAuth 2.1). A code counts once, a refresh token too: used again, unless at once after a lost answer, it disconnects the app, because somebody has a copy.',
  })
  @ReturnsView(tokenView)
  @refused(400, 'The grant is none, has expired or was used; or the request does not have its form.')
  @refused(401, 'The app is not known.')
  issue(@Body({ schema: tokenInput }) input: TokenInput) {
    return this.tokens.issue(input);
  }

  @Post('revoke')
  @TakesQuery(fields)
  @Operation({
    id: 'revokeToken',
    summary: 'Revoke a token of an app',
    description:
      'Disconnects the app, whichever of its tokens it sends (RFC 7009). Succeeds also for what is no token, or no longer one.',
  })
  @ReturnsView(revokedView)
  @refused(400, 'The token is of another app, or the request does not have its form.')
  async revoke(@Body({ schema: revokeAppInput }) input: RevokeAppInput) {
    await this.tokens.revoke(input);
    return {};
  }

  @Post('register')
  @RateClass('auth')
  @Operation({
    id: 'registerClient',
    summary: 'Register an app',
    description:
      'For apps that no document describes (RFC 7591). What is not offered is passed over: the answer says what counts. An app that nobody connects is forgotten after a day, or earlier when there are many.',
    codes: ['TOO_MANY_CLIENTS'],
  })
  @ReturnsView(registeredClientView, { status: 201 })
  @refused(400, 'An address to go back to, or something else, cannot be taken.')
  register(@Body({ schema: registerClientInput }) input: RegisterClientInput) {
    return this.clients.register(input);
  }
}
