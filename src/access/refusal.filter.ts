import { Catch, type ArgumentsHost } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemFilter, type Problem } from '#libs/http';
import { DatabaseRoom } from '#libs/orm';
import { Settings } from '../config/settings.js';
import type { AppResource } from './access.decorators.js';
import type { Actor } from './actor.js';
import { scopeFor } from './app-scopes.js';
import { bearerChallenge } from './bearer-challenge.js';
import { DecisionsService } from './decisions.service.js';
import { RouteTable } from './route-table.js';

/**
 * Gives every 403, whoever refused, a decision that can be looked up. It runs when the handler and its transaction have ended. The caller
 * learns what it takes and the id; why exactly is for staff. What apps are let into tells them how to come in (`bearerChallenge`).
 */
@Catch()
export class RefusalFilter extends ProblemFilter {
  constructor(
    private readonly decisions: DecisionsService,
    private readonly routes: RouteTable,
    private readonly room: DatabaseRoom,
    private readonly settings: Settings,
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
    const request = host.switchToHttp().getRequest<FastifyRequest & { actor?: Actor }>();
    const resource = this.routes.find(request.method, request.routeOptions.url ?? '')?.resource;
    const challenge = resource && challengeFor(problem, resource, request, this.settings);
    if (!challenge) return problem;
    return { ...problem, headers: { ...problem.headers, 'www-authenticate': challenge } };
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

/** Undefined where another token would not help: an app with this one may do what is asked for as far as its person let it. */
function challengeFor(
  { status, data }: Problem,
  resource: AppResource,
  { headers, actor }: FastifyRequest & { actor?: Actor },
  settings: Settings,
): string | undefined {
  if (status === 401)
    return bearerChallenge(settings, resource, headers.authorization && { error: 'invalid_token' });
  const scope = actor?.grantId && scopeFor(String(data?.requires));
  if (!scope || actor.scopes?.has(String(data?.requires))) return undefined;
  return bearerChallenge(settings, resource, { error: 'insufficient_scope', scope });
}
