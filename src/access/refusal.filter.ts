import { Catch, type ArgumentsHost } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemFilter, type Problem } from '#libs/http';
import { DatabaseRoom } from '#libs/orm';
import type { Actor } from './actor.js';
import { DecisionsService } from './decisions.service.js';
import { RouteTable } from './route-table.js';

/**
 * Gives every 403, whoever refused, a decision that can be looked up. It runs when the handler and its transaction have ended. The caller
 * learns what it takes and the id; why exactly is for staff.
 */
@Catch()
export class RefusalFilter extends ProblemFilter {
  constructor(
    private readonly decisions: DecisionsService,
    private readonly routes: RouteTable,
    private readonly room: DatabaseRoom,
  ) {
    super();
  }

  protected override note(error: unknown): void {
    this.room.note(error);
  }

  protected override answer(problem: Problem, host: ArgumentsHost): void | Promise<void> {
    // A tool's refusal has been explained where it was made.
    const isUnexplained = problem.status === 403 && problem.data?.decisionId === undefined;
    return isUnexplained ? this.explain(problem, host) : super.answer(problem, host);
  }

  private async explain(problem: Problem, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest & { actor?: Actor }>();
    const path = request.routeOptions.url ?? '';
    const route = this.routes.find(request.method, path);
    const decisionId = await this.decisions.record({
      actor: request.actor,
      method: request.method,
      route: path,
      access: route?.access ?? 'nobody',
      audience: route?.audience,
      code: problem.code,
      detail: problem.detail,
    });
    await super.answer({ ...problem, data: { ...problem.data, decisionId } }, host);
  }
}
