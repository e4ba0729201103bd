import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { healthExamples } from './health.examples.js';

const parts = z.record(
  z.string(),
  z.looseObject({ status: z.enum(['up', 'down']) }).describe('Of one thing that the service depends on.'),
);

/** As Terminus answers it. */
export const healthView = z.object({
  status: z.enum(['ok', 'error', 'shutting_down']),
  info: parts.describe('Dependencies that are well.'),
  error: parts.describe('Dependencies that are not well.'),
  details: parts.describe('All dependencies.'),
});
publishSchema(healthView, 'Health', healthExamples.Health);

export const livenessView = z.object({ status: z.literal('ok') });
publishSchema(livenessView, 'Liveness', healthExamples.Liveness);
