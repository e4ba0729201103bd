import { Controller, Get, Headers, Query, VERSION_NEUTRAL } from '@nestjs/common';
import { pageLanguage, ReturnsPage } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { reopenAccountPage, resetPasswordPage, verifyEmailPage } from './auth-pages.js';
import { reopenAccountPath, resetPasswordPath, verifyEmailPath } from './auth.messages.js';

/** Outside of the API's prefix: people see these addresses. */
@Controller({ version: VERSION_NEUTRAL })
export class AuthPagesController {
  @Get(verifyEmailPath)
  @Public()
  @ReturnsPage()
  verifyEmail(@Query('lang') chosen: unknown, @Headers('accept-language') accepted = '') {
    return verifyEmailPage(pageLanguage(chosen, accepted));
  }

  @Get(resetPasswordPath)
  @Public()
  @ReturnsPage()
  resetPassword(@Query('lang') chosen: unknown, @Headers('accept-language') accepted = '') {
    return resetPasswordPage(pageLanguage(chosen, accepted));
  }

  @Get(reopenAccountPath)
  @Public()
  @ReturnsPage()
  reopenAccount(@Query('lang') chosen: unknown, @Headers('accept-language') accepted = '') {
    return reopenAccountPage(pageLanguage(chosen, accepted));
  }
}
