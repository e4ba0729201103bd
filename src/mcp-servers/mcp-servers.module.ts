import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { ConfirmedCalls } from './confirmed-calls.js';
import { ForeignServers } from './connections/foreign-servers.js';
import { ForeignTools } from './foreign-tools.js';
import { McpServersController } from './mcp-servers.controller.js';
import { McpServersJobs } from './mcp-servers.jobs.js';
import { McpServersNotifications } from './mcp-servers.notifications.js';
import { McpServersService } from './mcp-servers.service.js';
import { McpToolsController } from './mcp-tools.controller.js';
import { McpToolsService } from './mcp-tools.service.js';
import { ServerTally } from './server-tally.js';
import { ToolRefresh } from './tool-refresh.js';

/** Also needs #libs/outbound and #libs/tools. */
@Module({
  imports: [AuditModule],
  controllers: [McpServersController, McpToolsController],
  providers: [
    McpServersService,
    McpToolsService,
    ToolRefresh,
    ForeignTools,
    ForeignServers,
    ConfirmedCalls,
    ServerTally,
    McpServersJobs,
    McpServersNotifications,
  ],
})
export class McpServersModule {}
