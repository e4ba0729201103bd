import { Controller, Get } from '@nestjs/common';
import { OutsidePrefix, ReturnsPage } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { passwordPage, passwordPagePath } from './password-page.js';

/** Outside of the API's prefix: people see this address. */
@OutsidePrefix()
@Controller()
export class PasswordPageController {
  @Get(passwordPagePath)
  @Public()
  @ReturnsPage()
  choosePassword() {
    return passwordPage;
  }
}
