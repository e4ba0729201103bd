import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { currentPolicyView } from './policies.schemas.js';
import { PoliciesService } from './policies.service.js';

/** What an agent may know of the policies. */
@Injectable()
export class PoliciesTools {
  constructor(private readonly policies: PoliciesService) {}

  @Tool({
    name: 'policies.current',
    operation: 'getCurrentPolicy',
    description: 'The policies that hold for a booking made now, clause by clause, in English and Hindi.',
    input: z.strictObject({}),
    output: currentPolicyView,
    permission: 'catalogue.read',
    effect: 'read',
  })
  current(_actor: Actor) {
    return this.policies.current();
  }
}
