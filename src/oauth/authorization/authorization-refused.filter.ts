import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageLanguage, renderPage } from '#libs/http';
import { AuthorizationRefused } from '../oauth.errors.js';
import { refusedPage } from './consent-page.js';

/** A person reads it: what is wrong with the app, and a way back to it that they may take. */
@Catch(AuthorizationRefused)
export class AuthorizationRefusedFilter implements ExceptionFilter<AuthorizationRefused> {
  catch({ refusal, back }: AuthorizationRefused, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { headers, query } = http.getRequest<FastifyRequest<{ Querystring: { ui_locales?: unknown } }>>();
    const language = pageLanguage(query.ui_locales, headers['accept-language'] ?? '');
    const reply = http.getResponse<FastifyReply>();
    const status = refusal.error === 'temporarily_unavailable' ? 503 : 400;
    void reply.code(status).send(renderPage(reply, refusedPage(language, refusal, back)));
  }
}
