import { Catch, type ArgumentsHost } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemFilter, type Problem } from '#libs/http';
import { DatabaseRoom } from '#libs/orm';
import type { AppResource } from './access.decorators.js';
import type { Actor } from './actor.js';
import { scopeFor } from './app-scopes.js';
import { AppChallenges } from './app-challenges.js';
import { DecisionsService } from './decisions.service.js';
import { RouteTable } from './route-table.js';

type Request = FastifyRequest & { actor?: Actor };

/**
 * Gives every 403, whoever refused, a decision that can be looked up. It runs when the handler and its transaction have ended. The caller
 * learns what it takes and the id; why exactly is for staff. What apps are let into tells them how to come in.
 */
@Catch()
export class RefusalFilter extends ProblemFilter {
  constructor(
    private readonly decisions: DecisionsService,
    private readonly routes: RouteTable,
    private readonly room: DatabaseRoom,
    private readonly challenges: AppChallenges,
  ) {
    super();
  }

  protected override note(error: unknown): void {
    this.room.note(error);
  }

  protected override answer(refused: Problem, host: ArgumentsHost): void | Promise<void> {
    const problem = this.challenged(refused, host);
    // A tool's refusal has been explained where it was made.
    const isUnexplained = problem.status === 403 && problem.data?.decisionId === undefined;
    return isUnexplained ? this.explain(problem, host) : super.answer(problem, host);
  }

  private challenged(problem: Problem, host: ArgumentsHost): Problem {
    if (problem.status !== 401 && problem.status !== 403) return problem;
    const request = host.switchToHttp().getRequest<Request>();
    const resource = this.routes.find(request.method, request.routeOptions.url ?? '')?.resource;
    const challenge = resource && this.challengeFor(problem, resource, request);
    if (!challenge) return problem;
    return { ...problem, headers: { ...problem.headers, 'www-authenticate': challenge } };
  }

  /** Undefined where another token would not help: what no scope gives, or the person may not do. */
  private challengeFor({ status, data }: Problem, resource: AppResource, { headers, actor }: Request) {
    if (status === 401)
      return this.challenges.of(resource, headers.authorization ? { error: 'invalid_token' } : undefined);
    const permission = String(data?.requires);
    const scope = actor?.grantId === undefined ? null : scopeFor(permission);
    if (!scope || actor?.scopes?.has(permission)) return undefined;
    return this.challenges.of(resource, { error: 'insufficient_scope', scope });
  }

  private async explain(problem: Problem, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<Request>();
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
