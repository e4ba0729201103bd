// Where a thing that has just been created can be read (RFC 9110, section 10.2.2).
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RouteFacts } from '../route-config.js';

/** Sets the header `Location` where the route declares one. @param visible the answer, as it leaves */
export function tellLocation(request: FastifyRequest, reply: FastifyReply, visible: unknown): void {
  const { config, url = '' } = request.routeOptions;
  const { location } = config as RouteFacts;
  if (location === undefined) return;
  const template = location.startsWith('/') ? location : `${url}/${location}`;
  const members = visible as Readonly<Record<string, unknown>>;
  reply.header(
    'location',
    template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(members[name]))),
  );
}
