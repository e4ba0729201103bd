import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, ReturnsView } from '#libs/http';
import { Requires } from '../access/access.decorators.js';
import { agentGraphView } from './agents.schemas.js';
import { ConversationGraph } from './dialogue/conversation-graph.js';

@ApiTags('Agents')
@Controller('agents')
export class AgentsController {
  constructor(private readonly graph: ConversationGraph) {}

  @Get('graph')
  @Requires('agents.read')
  @Operation({
    id: 'getAgentGraph',
    summary: 'Get the graph of the agents',
    description: 'Draws how a chat message passes through the agents, as Mermaid text.',
  })
  @ReturnsView(agentGraphView)
  async draw() {
    return { mermaid: await this.graph.drawMermaid() };
  }
}
