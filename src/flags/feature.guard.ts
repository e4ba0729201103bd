import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { anonymousActor, type Actor } from '../access/actor.js';
import { FEATURE_METADATA, type FeatureName } from '../access/features.js';
import { FeatureOff } from './flags.errors.js';
import { FlagsService } from './flags.service.js';

/** Refuses what is switched off for the caller; routes that are no feature pass at once. */
@Injectable()
export class FeatureGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly flags: FlagsService,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const feature = this.reflector.get<FeatureName | undefined>(FEATURE_METADATA, context.getHandler());
    if (!feature) return true;
    const { actor = anonymousActor } = context.switchToHttp().getRequest<{ actor?: Actor }>();
    return this.pass(feature, actor);
  }

  private async pass(feature: FeatureName, actor: Actor): Promise<true> {
    if (!(await this.flags.isOn(feature, actor))) throw new FeatureOff(feature);
    return true;
  }
}
