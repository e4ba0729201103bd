import { Catch, type ArgumentsHost } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter, type Problem } from '#libs/http';
import { mcpPath } from '../config/api-prefix.js';
import { publicBase } from '../config/public-url.js';
import { Settings } from '../config/settings.js';

/** Of JSON-RPC: the client did wrong, or we did. */
const invalidRequest = -32_600;
const internalError = -32_603;

/** What is refused before the protocol begins, in the form of the protocol; and where somebody who is nobody can become somebody (RFC 9728). */
@Catch()
export class McpFilter extends ProblemFilter {
  constructor(private readonly settings: Settings) {
    super();
  }

  protected override answer(
    { status, code, detail, data, headers = {} }: Problem,
    host: ArgumentsHost,
  ): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return void reply.raw.end();
    const error = {
      code: status < 500 ? invalidRequest : internalError,
      message: detail ?? code,
      data: { code, ...data, correlationId: http.getRequest<FastifyRequest>().id },
    };
    void reply
      .code(status)
      .headers({ ...headers, ...(status === 401 && { 'www-authenticate': this.challenge() }) })
      .type('application/json')
      .send({ jsonrpc: '2.0', id: null, error });
  }

  private challenge(): string {
    return `Bearer resource_metadata="${publicBase(this.settings)}/.well-known/oauth-protected-resource/${mcpPath}"`;
  }
}
