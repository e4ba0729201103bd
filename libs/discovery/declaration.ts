type MethodDecoratorOf<Method> = <Actual extends Method>(
  target: object,
  key: string,
  descriptor: TypedPropertyDescriptor<Actual>,
) => void;

/**
 * Something that domains declare beside themselves: tools, job types, listeners, streams… A decorator writes it on a method or on the class of
 * a provider, and whoever uses all of them asks the {@link DeclarationScan}, so that it knows none of the domains.
 */
export class Declaration<Definition> {
  private readonly key: symbol;

  /**
   * @param plural what the things are called, for messages: `job types`
   * @param nameOf the name by which one of them is found: two of one name stop the start. Without it they need none
   */
  constructor(
    readonly plural: string,
    readonly nameOf?: (definition: Definition) => string,
  ) {
    this.key = Symbol(plural);
  }

  /** To be returned by a decorator for methods like `Method`. */
  onMethod<Method extends object>(definition: Definition): MethodDecoratorOf<Method> {
    return (_target, _key, { value }) => Reflect.defineMetadata(this.key, definition, value as Method);
  }

  /** To be returned by a decorator for classes whose instances are like `Instance`. */
  onClass<Instance>(definition: Definition): (target: new (...parameters: never[]) => Instance) => void {
    return (target) => Reflect.defineMetadata(this.key, definition, target);
  }

  /** What was declared on a method or class; undefined where nothing was. */
  of(target: object): Definition | undefined {
    return Reflect.getMetadata(this.key, target) as Definition | undefined;
  }
}
