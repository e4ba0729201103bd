import { Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { FollowingService } from './following.service.js';
import { OpenConnectionsService } from './open-connections.service.js';
import { ConversationPresence } from './conversation-presence.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { RealtimeJobs } from './realtime.jobs.js';
import { RealtimePersonalData } from './realtime.personal-data.js';
import { SocketsService } from './sockets.service.js';
import { StreamAccessService } from './stream-access.service.js';
import { StreamsController } from './streams.controller.js';

@Module({
  imports: [ApiKeysModule, DeclarationsModule, SessionsModule],
  controllers: [StreamsController],
  providers: [
    FollowingService,
    OpenConnectionsService,
    StreamAccessService,
    RealtimeGateway,
    SocketsService,
    ConversationPresence,
    RealtimeJobs,
    RealtimePersonalData,
  ],
  exports: [FollowingService, OpenConnectionsService],
})
export class RealtimeModule {}
