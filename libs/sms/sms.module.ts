import { Global, Module } from '@nestjs/common';
import { OutboxSmsCarrier, SMS_CARRIERS, SmsSender, type SmsCarrier } from './sms-sender.js';

/** Needs the outbox of #libs/mail. A provider of text messages takes its place in the list of carriers, before others that stand in for it. */
@Global()
@Module({
  providers: [
    OutboxSmsCarrier,
    { provide: SMS_CARRIERS, useFactory: (outbox: SmsCarrier) => [outbox], inject: [OutboxSmsCarrier] },
    SmsSender,
  ],
  exports: [SmsSender],
})
export class SmsModule {}
