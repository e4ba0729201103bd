import { Global, Module } from '@nestjs/common';
import { OutboxSmsSender, SmsSender } from './sms-sender.js';

/** Needs the outbox of #libs/mail. */
@Global()
@Module({ providers: [{ provide: SmsSender, useClass: OutboxSmsSender }], exports: [SmsSender] })
export class SmsModule {}
