import { z } from 'zod';
import { defineEvent } from '#libs/events';

const tierFacts = z.object({
  from: z.string().meta({ examples: ['standard'] }),
  to: z.string().meta({ examples: ['plus'] }),
});
export type CustomerTierFacts = z.output<typeof tierFacts>;

export const customerTierChanged = defineEvent({
  type: 'customer.tier_changed',
  aggregate: 'customer',
  description: 'Staff have put a customer into another tier: what is promised to them is another.',
  isPublic: false,
  data: tierFacts,
});
