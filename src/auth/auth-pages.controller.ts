import { Controller, Get, Headers, Query, VERSION_NEUTRAL } from '@nestjs/common';
import { ReturnsPage } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { reopenAccountPage, resetPasswordPage, verifyEmailPage, type PageLanguage } from './auth-pages.js';
import { reopenAccountPath, resetPasswordPath, verifyEmailPath } from './auth.messages.js';

/** Outside of the API's prefix: people see these addresses. */
@Controller({ version: VERSION_NEUTRAL })
export class AuthPagesController {
  @Get(verifyEmailPath)
  @Public()
  @ReturnsPage()
  verifyEmail(@Query('lang') chosen: unknown, @Headers('accept-language') accepted = '') {
    return verifyEmailPage(languageFor(chosen, accepted));
  }

  @Get(resetPasswordPath)
  @Public()
  @ReturnsPage()
  resetPassword(@Query('lang') chosen: unknown, @Headers('accept-language') accepted = '') {
    return resetPasswordPage(languageFor(chosen, accepted));
  }

  @Get(reopenAccountPath)
  @Public()
  @ReturnsPage()
  reopenAccount(@Query('lang') chosen: unknown, @Headers('accept-language') accepted = '') {
    return reopenAccountPage(languageFor(chosen, accepted));
  }
}

/** As the link says, which knows the customer; otherwise as the browser says: the first one that we write (they come in order of wish). */
function languageFor(chosen: unknown, accepted: string): PageLanguage {
  const wishes = [chosen, ...accepted.split(',').map((wish) => wish.trim().slice(0, 2).toLowerCase())];
  return wishes.find((wish) => wish === 'en' || wish === 'hi') ?? 'en';
}
