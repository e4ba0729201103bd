import { Body, Controller, Delete, Get, Header, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  IfMatch,
  Operation,
  RateClass,
  ReturnsView,
  ReturnsNothing,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ClosingService } from './closing.service.js';
import {
  accountInUseView,
  closeAccountInput,
  customerView,
  exportView,
  replaceProfileInput,
  type CloseAccountInput,
  updateProfileInput,
  type ReplaceProfileInput,
  type UpdateProfileInput,
} from './customers.schemas.js';
import { CustomersService } from './customers.service.js';
import { ExportService } from './export.service.js';
import { PasswordProofService } from './password-proof.service.js';

const problems = {
  403: { description: 'PASSWORD_NEEDED, PASSWORD_WRONG' },
  409: { description: 'CONTACT_TAKEN: the owner of this e-mail or phone has another account.' },
  429: { description: 'TOO_MANY_GUESSES' },
};

@ApiTags('Account')
@Requires('self')
@OnlyFor('customer')
@Controller('users/me')
export class AccountController {
  constructor(
    private readonly customers: CustomersService,
    private readonly proof: PasswordProofService,
    private readonly closing: ClosingService,
    private readonly exports: ExportService,
  ) {}

  @Get()
  @Operation({
    id: 'getProfile',
    summary: 'Get your profile',
    description:
      'Returns name, contacts and language of the customer who asks. Send its `ETag` as `If-Match` with a change.',
    codes: ['CUSTOMER_NOT_FOUND'],
  })
  @ReturnsView(customerView)
  profile(@CurrentActor() actor: Actor) {
    return this.customers.profile(actor);
  }

  @Put()
  @Operation({
    id: 'replaceProfile',
    summary: 'Replace your profile',
    description:
      'Another e-mail address or phone number takes the current password and has to be verified again. The old contact is notified.',
  })
  @ReturnsView(customerView, { problems })
  replace(
    @CurrentActor() actor: Actor,
    @Body({ schema: replaceProfileInput }) input: ReplaceProfileInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.customers.changeProfile(actor, input, expected);
  }

  @Patch()
  @Operation({
    id: 'updateProfile',
    summary: 'Update your profile',
    description:
      'What is left out stays. Another e-mail address or phone number takes the current password and has to be verified again.',
  })
  @ReturnsView(customerView, { problems })
  update(
    @CurrentActor() actor: Actor,
    @Body({ schema: updateProfileInput }) input: UpdateProfileInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.customers.changeProfile(actor, input, expected);
  }

  @Delete()
  @RateClass('auth')
  @Operation({
    id: 'closeAccount',
    summary: 'Close your account',
    description:
      'You are signed out everywhere at once and cannot log in again. Personal data is erased some weeks later (30 days, unless the operator has set another time).',
  })
  @ReturnsNothing({
    problems: {
      403: { description: 'PASSWORD_WRONG' },
      409: { description: 'ACCOUNT_IN_USE: visits are still to come.', members: accountInUseView },
    },
  })
  close(@CurrentActor() actor: Actor, @Body({ schema: closeAccountInput }) input: CloseAccountInput) {
    return this.proof.first(actor, input.password, () => this.closing.close(actor, actor.id));
  }

  @Get('export')
  @RateClass('expensive')
  @Header('content-disposition', 'attachment; filename="my-data.json"')
  @Operation({
    id: 'exportPersonalData',
    summary: 'Export your personal data',
    description:
      'Returns everything that is held about you, grouped by the part of the program that holds it.',
  })
  @ReturnsView(exportView)
  export(@CurrentActor() actor: Actor) {
    return this.exports.export(actor);
  }
}
