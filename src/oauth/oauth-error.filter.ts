import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ValidationFailed } from '#libs/http';
import { OAuthRefusal, type OAuthErrorCode } from './oauth.errors.js';

const statusOf: Readonly<Partial<Record<OAuthErrorCode, number>>> = {
  invalid_client: 401,
  temporarily_unavailable: 503,
};

/** Answers as the standards of the endpoint say, which know no problem documents. What has nothing to do with OAuth (limits, the database) stays one. */
@Catch(OAuthRefusal, ValidationFailed)
export class OAuthErrorFilter implements ExceptionFilter<OAuthRefusal | ValidationFailed> {
  catch(error: OAuthRefusal | ValidationFailed, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const refusal = error instanceof OAuthRefusal ? error : refusalOf(error, request.body);
    void http
      .getResponse<FastifyReply>()
      .code(statusOf[refusal.error] ?? 400)
      .send({ error: refusal.error, error_description: refusal.description });
  }
}

/** Of an input that does not have the form of its route: of a registration, or of what is sent for tokens. */
function refusalOf({ data }: ValidationFailed, body: unknown): OAuthRefusal {
  const issues = data.issues as { path: string; message: string }[];
  const description = issues.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const fields = (body ?? {}) as Record<string, unknown>;
  const isAbout = (name: string) => issues.some(({ path }) => path.split('.')[0] === name);
  if (isAbout('grant_type') && typeof fields.grant_type === 'string')
    return new OAuthRefusal('unsupported_grant_type', 'Grants are authorization_code and refresh_token.');
  if (isAbout('redirect_uris')) return new OAuthRefusal('invalid_redirect_uri', description);
  const isRegistration = isAbout('client_name') || isAbout('grant_types') || isAbout('response_types');
  return new OAuthRefusal(isRegistration ? 'invalid_client_metadata' : 'invalid_request', description);
}
