// What the API document says that only the program knows: its name, its tags, and who may call what.
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { apiDocument } from '#libs/http';
import { PUBLIC, REQUIREMENT } from './access/access.decorators.js';

const tags = {
  Auth: 'Registering, logging in, tokens',
  Account: 'The profile of whoever is signed in',
  Catalogue: 'What can be booked, where, and for how much',
  Places: 'Cities and pincodes that are served',
  Providers: 'Who does the work',
  Addresses: 'Where a customer wants work done',
  Bookings: 'Bookable start times, and those that are sold',
  Chat: 'Talking to the desk',
  Health: 'Probes for operations',
};

export function apiDocumentOf(app: NestFastifyApplication): OpenAPIObject {
  const controllers = controllersByName(app);
  return apiDocument(app, {
    title: 'Home services desk',
    description:
      'Customer operations of a home-services marketplace. Errors are problem documents (RFC 9457) with a stable `code`.',
    version: '0.1.0',
    tags,
    permissionOf: (controller, handler) => {
      const type = controllers.get(controller)!;
      const declared: object[] = [type.prototype[handler]!, type];
      const read = (key: string) =>
        declared.map((on) => Reflect.getMetadata(key, on)).find((value) => value !== undefined);
      return read(PUBLIC) ? null : (read(REQUIREMENT) ?? 'nobody');
    },
  });
}

function controllersByName(app: NestFastifyApplication): Map<string, { prototype: Record<string, object> }> {
  const modules = [...app.get(ModulesContainer).values()];
  return new Map(
    modules.flatMap((module) =>
      [...module.controllers.values()].map(({ metatype }) => [metatype!.name, metatype as never]),
    ),
  );
}
