import { Catch, ServiceUnavailableException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** A failed check answers what was found, in the form of a passed one, instead of a problem document: probes read it. */
@Catch(ServiceUnavailableException)
export class HealthFilter implements ExceptionFilter {
  catch(failed: ServiceUnavailableException, host: ArgumentsHost): void {
    host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .code(503)
      .header('retry-after', '5')
      .send(failed.getResponse());
  }
}
