import { Module } from '@nestjs/common';
import { OutboxController } from './outbox.controller.js';

/** For development only: it shows everybody's mails to anybody. */
@Module({ controllers: [OutboxController] })
export class OutboxModule {}
