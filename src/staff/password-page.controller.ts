import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';
import { ReturnsPage } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { passwordPage, passwordPagePath } from './password-page.js';

/** Outside of the API's prefix: people see this address. */
@Controller({ version: VERSION_NEUTRAL })
export class PasswordPageController {
  @Get(passwordPagePath)
  @Public()
  @ReturnsPage()
  choosePassword() {
    return passwordPage;
  }
}
