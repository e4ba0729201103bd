import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '#libs/time';
import { Mailer, type MailerOptions } from './mailer.js';
import { MailOutbox } from './mail-outbox.js';

@Global()
@Module({})
export class MailModule {
  /** @param outboxDirectory for messages that nobody carries */
  static forRoot(options: MailerOptions, outboxDirectory: string): DynamicModule {
    return {
      module: MailModule,
      providers: [
        {
          provide: MailOutbox,
          useFactory: (clock: Clock) => new MailOutbox(outboxDirectory, clock),
          inject: [Clock],
        },
        {
          provide: Mailer,
          useFactory: (outbox: MailOutbox) => new Mailer(options, outbox),
          inject: [MailOutbox],
        },
      ],
      exports: [Mailer, MailOutbox],
    };
  }
}
