import { Module } from '@nestjs/common';
import { DeclarationsModule } from '#libs/discovery';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { OAuthModule } from '../oauth/oauth.module.js';
import { RealtimeModule } from '../realtime/realtime.module.js';
import { ConfirmationStates } from './confirmation-states.js';
import { DeskPrompts } from './desk/desk-prompts.js';
import { DeskReads } from './desk/desk-reads.js';
import { DeskResources } from './desk/desk-resources.js';
import { McpCallers } from './mcp-callers.js';
import { McpChanges } from './mcp-changes.js';
import { McpDoor } from './mcp-door.js';
import { McpEndpoint } from './mcp-endpoint.js';
import { McpPrompts } from './mcp-prompts.js';
import { McpResources } from './mcp-resources.js';
import { McpServers } from './mcp-servers.js';
import { McpSessions } from './mcp-sessions.js';
import { McpStreams } from './mcp-streams.js';
import { McpTools } from './mcp-tools.js';
import { McpController } from './mcp.controller.js';
import { ProposalTools } from './proposals/proposal-tools.js';
import { ToolProposalsJobs } from './proposals/tool-proposals.jobs.js';
import { ToolProposalsPersonalData } from './proposals/tool-proposals.personal-data.js';
import { ToolProposalsService } from './proposals/tool-proposals.service.js';

@Module({
  imports: [ApiKeysModule, DeclarationsModule, OAuthModule, RealtimeModule],
  controllers: [McpController],
  providers: [
    ConfirmationStates,
    DeskPrompts,
    DeskReads,
    DeskResources,
    McpCallers,
    McpChanges,
    McpDoor,
    McpEndpoint,
    McpPrompts,
    McpResources,
    McpServers,
    McpSessions,
    McpStreams,
    McpTools,
    ProposalTools,
    ToolProposalsJobs,
    ToolProposalsPersonalData,
    ToolProposalsService,
  ],
  exports: [ConfirmationStates, McpChanges],
})
export class McpModule {}
