import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemDocument, problemMediaType, problemOf, type Problem } from './problem.js';

/** Everything that is thrown leaves as a problem document; what is our fault is reported with its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(error: unknown, host: ArgumentsHost): void | Promise<void> {
    this.note(error);
    const problem = problemOf(error);
    if (problem.failure) this.logger.error({ err: error, code: problem.code }, 'request failed');
    return this.answer(problem, host);
  }

  /** For what is to be known of an error beside its answer. */
  protected note(_error: unknown): void {}

  protected answer(problem: Problem, host: ArgumentsHost): void | Promise<void> {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), problem);
  }
}

/** Answers `request` with `problem`; where the answer has begun already, only the end of it can still be sent. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.end();
    return;
  }
  reply
    .code(problem.status)
    .headers(problem.headers ?? {})
    .type(problemMediaType)
    // As text: the reply's own serializer would add a charset and may have been set for another type.
    .send(JSON.stringify(problemDocument(problem, request.id, matchedPath(request))));
}

/** The path that was asked for, but only where a route matched it: an unknown address is not repeated to anybody. */
function matchedPath(request: FastifyRequest): string | undefined {
  return request.is404 || !request.routeOptions?.url ? undefined : request.url.split('?', 1)[0];
}
