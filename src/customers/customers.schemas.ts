import { z } from 'zod';

export const customerView = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  language: z.string(),
  createdAt: z.date(),
});
