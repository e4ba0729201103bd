// Addresses that stand beside the API and not in it: probes, pages for people, documents whose place a standard names.
import { SetMetadata, type INestApplicationContext, type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';

const OUTSIDE_PREFIX = Symbol('OutsidePrefix');

/** The routes of this controller are not put under the API's prefix. */
export const OutsidePrefix = (): ClassDecorator => SetMetadata(OUTSIDE_PREFIX, true);

/** The paths of all controllers marked with {@link OutsidePrefix}, for `setGlobalPrefix`. */
export function pathsOutsidePrefix(app: INestApplicationContext): string[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Type),
  );
  return [...new Set(controllers)]
    .filter((controller) => Reflect.getMetadata(OUTSIDE_PREFIX, controller) === true)
    .flatMap(pathsOf);
}

function pathsOf(controller: Type): string[] {
  const { prototype } = controller as { prototype: Record<string, object> };
  const handlers = new MetadataScanner().getAllMethodNames(prototype).map((name) => prototype[name]!);
  return pathsOn(controller).flatMap((own) =>
    handlers.flatMap((handler) => pathsOn(handler).map((more) => joined(own, more))),
  );
}

function pathsOn(declared: object): string[] {
  const paths: string | string[] | undefined = Reflect.getMetadata(PATH_METADATA, declared);
  return paths === undefined ? [] : [paths].flat();
}

function joined(...parts: string[]): string {
  return `/${parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/')}`;
}
