import { Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { NotificationKindRegistry } from './notification-kind.registry.js';

@Module({
  imports: [DeclarationsModule],
  providers: [NotificationKindRegistry],
  exports: [NotificationKindRegistry],
})
export class NotificationKindsModule {}
