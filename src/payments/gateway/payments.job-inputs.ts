import { z } from 'zod';

export const performJob = 'payments.perform';
export const performJobInput = z.strictObject({ operationId: z.uuid() });
