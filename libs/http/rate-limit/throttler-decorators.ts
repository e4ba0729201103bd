// Limits here go by caller and class of route; what Nest's own decorators say is read by nobody, and must not look as if it were.
import { SkipThrottle, Throttle } from '@nestjs/throttler';
import type { ControllerMethod } from '#libs/discovery';

/** @throws Error when a controller, or a method of one, bears `@Throttle` or `@SkipThrottle` */
export function refuseThrottlerDecorators(methods: readonly ControllerMethod[]): void {
  const written = throttlerKeys();
  const isLimited = (target: object) =>
    Reflect.getMetadataKeys(target).some((key) => written.some((each) => String(key).startsWith(each)));
  for (const { controller, name, method } of methods) {
    if (isLimited(controller) || isLimited(method))
      throw new Error(
        `${controller.name}.${name} has a limit of @nestjs/throttler, which nothing reads: use @RateClass of #libs/http.`,
      );
  }
}

/** What the decorators write, as they write it: the names of the keys are not published, and end with that of the limit. */
function throttlerKeys(): string[] {
  class Probe {}
  const limit = 'probe';
  Throttle({ [limit]: { limit: 1, ttl: 1 } })(Probe);
  SkipThrottle({ [limit]: true })(Probe);
  return Reflect.getMetadataKeys(Probe).map((key: string) => key.slice(0, -limit.length));
}
