import { Controller, Get, Headers, Query, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { pageLanguage, RateClass, ReturnsPage } from '#libs/http';
import { Public } from '../../access/access.decorators.js';
import { AuthorizationRefusedFilter } from './authorization-refused.filter.js';
import { AuthorizationService } from './authorization.service.js';
import { consentPage } from './consent-page.js';

/** Where apps send people. Its address is said by the metadata. */
@Controller({ path: 'oauth', version: VERSION_NEUTRAL })
export class AuthorizationController {
  constructor(private readonly authorization: AuthorizationService) {}

  /** Opening it changes nothing and leaves nothing behind, but may cost a look at the document of an app. */
  @Get('authorize')
  @Public()
  @RateClass('expensive')
  @UseFilters(AuthorizationRefusedFilter)
  @ReturnsPage()
  async ask(@Query() query: Record<string, unknown>, @Headers('accept-language') accepted = '') {
    return consentPage(pageLanguage(query.ui_locales, accepted), await this.authorization.begin(query));
  }
}
