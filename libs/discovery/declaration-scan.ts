// The one scan for what domains declare beside themselves.
import { Injectable, Module, type Type } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Declaration } from './declaration.js';

type Call = (...parameters: never[]) => unknown;

export interface DeclaredMethod<Definition> {
  readonly definition: Definition;
  /** As it was written, for other declarations that it carries. */
  readonly method: object;
  /** Bound to the provider that it belongs to. */
  readonly call: Call;
}

export interface DeclaredProvider<Definition> {
  readonly definition: Definition;
  readonly instance: object;
}

export interface ControllerMethod {
  readonly controller: Type;
  readonly name: string;
  readonly method: object;
}

/** To be asked when all modules are there: from `onModuleInit` on. */
interface ProviderMethod {
  readonly instance: object;
  readonly method: object;
}

@Injectable()
export class DeclarationScan {
  private knownMethods?: readonly ProviderMethod[];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** The methods of all providers on which it was declared. @throws Error when two have one name */
  methods<Definition>(declaration: Declaration<Definition>): DeclaredMethod<Definition>[] {
    const found = (this.knownMethods ??= this.providerMethods()).flatMap(({ instance, method }) => {
      const definition = declaration.of(method);
      return definition === undefined
        ? []
        : [{ definition, method, call: (method as Call).bind(instance) as Call }];
    });
    return named(declaration, found);
  }

  /** The providers on whose class it was declared. @throws Error when two have one name */
  providers<Definition>(declaration: Declaration<Definition>): DeclaredProvider<Definition>[] {
    const found = this.instances().flatMap((instance) => {
      const definition = declaration.of(instance.constructor);
      return definition === undefined ? [] : [{ definition, instance }];
    });
    return named(declaration, found);
  }

  /** The methods of all controllers, those that answer no route as well. */
  controllerMethods(): ControllerMethod[] {
    const controllers = new Set(this.discovery.getControllers().map(({ metatype }) => metatype as Type));
    return [...controllers].flatMap((controller) => {
      const methods = controller.prototype as Record<string, object>;
      return this.scanner
        .getAllMethodNames(methods)
        .map((name) => ({ controller, name, method: methods[name]! }));
    });
  }

  /** Looked for once: there are thousands, and a dozen declarations ask. */
  private providerMethods(): ProviderMethod[] {
    return this.instances().flatMap((instance) =>
      this.scanner.getAllMethodNames(Object.getPrototypeOf(instance) as object).flatMap((name) => {
        const method = (instance as Record<string, unknown>)[name];
        return typeof method === 'function' ? [{ instance, method }] : [];
      }),
    );
  }

  /** Each once, under however many tokens it is provided. */
  private instances(): object[] {
    const instances = new Set<unknown>(
      this.discovery.getProviders().map(({ instance }) => instance as unknown),
    );
    return [...instances].filter(
      (each): each is object => !!each && typeof each === 'object' && 'constructor' in each,
    );
  }
}

function named<Definition, Found extends { definition: Definition }>(
  { plural, nameOf }: Declaration<Definition>,
  found: Found[],
): Found[] {
  const names = new Set<string>();
  for (const { definition } of nameOf ? found : []) {
    const name = nameOf!(definition);
    if (names.has(name)) throw new Error(`Two ${plural} are named ${name}.`);
    names.add(name);
  }
  return found;
}

@Module({
  imports: [DiscoveryModule],
  providers: [DeclarationScan, MetadataScanner],
  exports: [DeclarationScan],
})
export class DeclarationsModule {}
