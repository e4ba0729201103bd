import { Catch, type ArgumentsHost } from '@nestjs/common';
import { ProblemFilter, type Problem } from '#libs/http';
import { mcpPath } from '../config/api-prefix.js';
import { publicBase } from '../config/public-url.js';
import { Settings } from '../config/settings.js';

/** What is refused before the protocol begins is a problem document, as everywhere; whoever is nobody is told where to become somebody (RFC 9728). */
@Catch()
export class McpFilter extends ProblemFilter {
  constructor(private readonly settings: Settings) {
    super();
  }

  protected override answer(problem: Problem, host: ArgumentsHost): void | Promise<void> {
    const headers: Record<string, string> =
      problem.status === 401 ? { 'www-authenticate': this.challenge() } : {};
    return super.answer({ ...problem, headers: { ...problem.headers, ...headers } }, host);
  }

  private challenge(): string {
    return `Bearer resource_metadata="${publicBase(this.settings)}/.well-known/oauth-protected-resource/${mcpPath}"`;
  }
}
