import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '../access/access.errors.js';
import { publicBase } from '../config/public-url.js';
import { Settings } from '../config/settings.js';
import { HostRefused } from './mcp.errors.js';

const ownMachine = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Against pages that make a browser call us under a name of theirs (DNS rebinding): the host that was asked for is ours, and whoever names an
 * origin is one of the pages that may call. A browser's cookie opens nothing here; clients of MCP bring a token.
 */
@Injectable()
export class HostGuard implements CanActivate {
  private readonly hosts: ReadonlySet<string>;
  private readonly origins: ReadonlySet<string>;
  private readonly isLocal: boolean;

  constructor(settings: Settings) {
    const own = new URL(publicBase(settings));
    this.isLocal = settings.NODE_ENV !== 'production';
    this.hosts = new Set([own.hostname, ...listed(settings.MCP_HOSTS), ...(this.isLocal ? ownMachine : [])]);
    this.origins = new Set([own.origin, ...listed(settings.CORS_ORIGINS)]);
  }

  /** @throws HostRefused, Unauthenticated */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // Behind a trusted proxy, what was asked of the proxy.
    if (!this.hosts.has(hostIn(request.host))) throw new HostRefused('Host');
    const { origin, authorization } = request.headers;
    if (origin !== undefined && !this.isOurs(origin)) throw new HostRefused('Origin');
    if (authorization === undefined) throw new Unauthenticated();
    return true;
  }

  private isOurs(origin: string): boolean {
    if (this.origins.has(origin)) return true;
    return this.isLocal && ownMachine.includes(URL.parse(origin)?.hostname ?? '');
  }
}

function hostIn(host: string | undefined): string {
  return URL.parse(`http://${host ?? ''}`)?.hostname ?? '';
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}
