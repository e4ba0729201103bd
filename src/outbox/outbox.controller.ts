import { Controller, Get, Query, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { z } from 'zod';
import { AlsoPage, contactText, ReturnsView } from '#libs/http';
import { MailOutbox } from '#libs/mail';
import { Public } from '../access/access.decorators.js';
import { outboxPage } from './outbox.page.js';

const outboxQuery = z.strictObject({
  /** A search form that is left empty asks for everything. */
  to: z.preprocess((typed) => (typed === '' ? undefined : typed), contactText.optional()),
});

const outboxView = z.object({
  items: z.array(
    z.object({
      channel: z.enum(['mail', 'sms']),
      to: z.string(),
      subject: z.string().optional(),
      text: z.string(),
      at: z.date(),
    }),
  ),
});

@Controller({ path: 'dev/outbox', version: VERSION_NEUTRAL })
export class OutboxController {
  constructor(private readonly outbox: MailOutbox) {}

  /** Mails and messages that nobody carried, newest first. Not in the API document, because production does not have it. */
  @Get()
  @Public()
  @ApiExcludeEndpoint()
  @ReturnsView(outboxView)
  @AlsoPage(outboxPage)
  recent(@Query({ schema: outboxQuery }) { to }: z.output<typeof outboxQuery>) {
    return { items: this.outbox.recent(to), to };
  }
}
