import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Background, BackgroundModule } from '#libs/background';
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
      imports: [BackgroundModule],
      providers: [
        {
          provide: Outbox,
          useFactory: (clock: Clock) => new Outbox(outboxDirectory, clock),
          inject: [Clock],
        },
        {
          provide: Mailer,
          useFactory: (background: Background, outbox: Outbox) => new Mailer(background, options, outbox),
          inject: [Background, Outbox],
        },
      ],
      exports: [Mailer, Outbox],
    };
  }
}
