import { Controller, Get, Inject, VERSION_NEUTRAL } from '@nestjs/common';
import { ReturnsPage, type HtmlPage } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { HOME_PAGE } from './home.page.js';

/** Outside of the API's prefix: people type this address. */
@Controller({ version: VERSION_NEUTRAL })
export class HomeController {
  constructor(@Inject(HOME_PAGE) private readonly page: HtmlPage) {}

  @Get()
  @Public()
  @ReturnsPage()
  home() {
    return this.page;
  }
}
