// The links of this process to foreign servers, made when they are first needed.
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OutboundRequests } from '#libs/outbound';
import { SecretBox } from '#libs/secrets';
import { Settings } from '../../config/settings.js';
import { stdioCommands } from '../../config/stdio-commands.js';
import type { McpServer, ServerSecrets } from '../mcp-server.entity.js';
import { ConnectionFault } from './connection-fault.js';
import { mostBytes, type ServerAddress } from './mcp-connection.js';
import { ServerLink } from './server-link.js';

const sealPurpose = 'mcp-server';
const sweepMs = 15_000;

interface KeptLink {
  version: number;
  link: ServerLink;
}

@Injectable()
export class ForeignServers implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('ForeignServers');
  private readonly links = new Map<string, KeptLink>();
  private sweeper: NodeJS.Timeout | undefined;
  /** Told that the tools of a server may have changed; called as often as the server likes. */
  onToolsChanged: (server: string) => void = () => undefined;

  constructor(
    private readonly outbound: OutboundRequests,
    private readonly secrets: SecretBox,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeper = setInterval(() => {
      for (const { link } of this.links.values()) link.sweep();
    }, sweepMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeper);
    const links = [...this.links.values()];
    this.links.clear();
    await Promise.all(links.map(({ link }) => link.close()));
  }

  /** @throws ConnectionFault where its command or secrets are gone */
  to(server: McpServer): ServerLink {
    const kept = this.links.get(server.id);
    if (kept?.version === server.version) return kept.link;
    if (kept) this.drop(server.id, kept);
    const { timeoutMs, version, id } = server;
    const link = new ServerLink(
      { address: this.addressOf(server), timeoutMs },
      { fetch: this.outbound.fetchWithin(mostBytes), onToolsChanged: () => this.onToolsChanged(id) },
    );
    this.links.set(id, { version, link });
    return link;
  }

  known(id: string): ServerLink | undefined {
    return this.links.get(id)?.link;
  }

  /** Ends those to servers that are not as they were. */
  keepOnly(servers: readonly Pick<McpServer, 'id' | 'version'>[]): void {
    const versions = new Map(servers.map(({ id, version }) => [id, version]));
    for (const [id, kept] of this.links) if (versions.get(id) !== kept.version) this.drop(id, kept);
  }

  seal(id: string, secrets: ServerSecrets): Buffer {
    return this.secrets.seal(sealPurpose, JSON.stringify(secrets), id);
  }

  /** @throws SealBroken */
  secretsOf({ id, secrets }: McpServer): ServerSecrets {
    return secrets
      ? (JSON.parse(this.secrets.open(sealPurpose, secrets, id).toString()) as ServerSecrets)
      : {};
  }

  private drop(id: string, { link }: KeptLink): void {
    this.links.delete(id);
    link.close().catch((error: unknown) => this.logger.warn({ err: error }, 'a connection did not close'));
  }

  private addressOf(server: McpServer): ServerAddress {
    if (server.transport === 'stdio') {
      const command = stdioCommands(this.settings.MCP_STDIO_COMMANDS).get(server.command!);
      if (!command)
        throw new ConnectionFault(
          'COMMAND_UNKNOWN',
          'MCP_STDIO_COMMANDS does not name its command any more.',
        );
      return { kind: 'stdio', ...command };
    }
    const { headers = {}, clientSecret } = this.secretsOf(server);
    const { clientId, scope, issuer } = server;
    const oauth =
      clientId != null && issuer != null && clientSecret !== undefined
        ? { clientId, clientSecret, issuer, ...(scope != null && { scope }) }
        : undefined;
    return { kind: 'http', url: server.url!, headers, ...(oauth && { oauth }) };
  }
}
