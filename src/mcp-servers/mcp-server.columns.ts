// How the settings of a foreign server are kept, and what of them is shown.
import type { McpServer, ServerSecrets } from './mcp-server.entity.js';
import type { ServerView, TransportInput } from './mcp-servers.schemas.js';

export function columnsOf(transport: TransportInput) {
  if (transport.kind === 'stdio')
    return {
      transport: 'stdio' as const,
      url: null,
      command: transport.command,
      headerNames: [],
      clientId: null,
      scope: null,
      issuer: null,
    };
  const { url, headers = {}, oauth } = transport;
  return {
    transport: 'http' as const,
    url,
    command: null,
    headerNames: Object.keys(headers),
    clientId: oauth?.clientId ?? null,
    scope: oauth?.scope ?? null,
    issuer: oauth?.issuer ?? null,
  };
}

export function secretsIn(transport: TransportInput): ServerSecrets {
  if (transport.kind === 'stdio') return {};
  return { headers: transport.headers, clientSecret: transport.oauth?.clientSecret };
}

export function viewOf(server: McpServer): ServerView {
  const { url, command, headerNames, clientId, scope, issuer } = server;
  const oauth = clientId == null ? null : { clientId, scope: scope ?? null, issuer: issuer! };
  return {
    ...server,
    transport:
      server.transport === 'http'
        ? { kind: 'http', url: url!, headerNames, oauth }
        : { kind: 'stdio', command: command! },
  };
}

/** Not the whole address: what follows the host may be a secret. */
export function shownInAudit({
  name,
  description,
  url,
  command,
  headerNames,
  permission,
  timeoutMs,
  enabled,
}: McpServer) {
  return {
    name,
    description,
    origin: url == null ? null : new URL(url).origin,
    command: command ?? null,
    headerNames,
    permission,
    timeoutMs,
    enabled,
  };
}
