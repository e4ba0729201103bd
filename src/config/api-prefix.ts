/** How addresses of the API begin, in front of the number of its version. */
export const apiVersionPrefix = 'api/v';
export const apiVersion = '1';
/** What the addresses of the API begin with, after the host. */
export const apiPrefix = `${apiVersionPrefix}${apiVersion}`;

/** Beside the API: where programs speak MCP (docs/mcp.md). */
export const mcpPath = 'mcp';
