import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '#libs/time';
import { Mailer, type MailerOptions } from './mailer.js';
import { Outbox } from './outbox.js';

@Global()
@Module({})
export class MailModule {
  /** @param outboxDirectory for messages that nobody carries */
  static of(options: MailerOptions, outboxDirectory: string): DynamicModule {
    return {
      module: MailModule,
      providers: [
        {
          provide: Outbox,
          useFactory: (clock: Clock) => new Outbox(outboxDirectory, clock),
          inject: [Clock],
        },
        {
          provide: Mailer,
          useFactory: (outbox: Outbox) => new Mailer(options, outbox),
          inject: [Outbox],
        },
      ],
      exports: [Mailer, Outbox],
    };
  }
}
