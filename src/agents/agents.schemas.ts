import { z } from 'zod';
import { publishSchema } from '#libs/http';

export const agentGraphView = z.object({ mermaid: z.string().describe('A flow chart in Mermaid syntax.') });
publishSchema(agentGraphView, 'AgentGraph', {
  mermaid: 'graph TD;\n\t__start__ --> coordinator;\n\tcoordinator -.-> booking;\n\tbooking --> composer;',
});
