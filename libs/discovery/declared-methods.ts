// Tools, job types and listeners are methods that a domain has marked beside itself. This finds them, so that whoever uses them knows no domain.
import { Injectable, Module } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';

type Call = (...parameters: never[]) => unknown;

export interface DeclaredMethod<Definition> {
  readonly definition: Definition;
  /** As it was declared, for other marks that it carries. */
  readonly method: object;
  /** Bound to the provider that it belongs to. */
  readonly call: Call;
}

@Injectable()
export class DeclaredMethods {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** The methods of all providers that carry `key` (`SetMetadata`). To be asked when all modules are there. */
  with<Definition>(key: string): DeclaredMethod<Definition>[] {
    return this.discovery.getProviders().flatMap(({ instance }) => {
      if (!instance || typeof instance !== 'object') return [];
      return this.scanner.getAllMethodNames(Object.getPrototypeOf(instance)).flatMap((name) => {
        const method = (instance as Record<string, unknown>)[name];
        const definition =
          typeof method === 'function' && (Reflect.getMetadata(key, method) as Definition | undefined);
        return definition ? [{ definition, method, call: (method as Call).bind(instance) as Call }] : [];
      });
    });
  }
}

@Module({
  imports: [DiscoveryModule],
  providers: [DeclaredMethods, MetadataScanner],
  exports: [DeclaredMethods],
})
export class DeclaredMethodsModule {}
