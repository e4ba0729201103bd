// Where files that people send are kept.
import { z } from 'zod';

export const storageSettings = {
  STORAGE_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Where files are kept, on a server that speaks S3, with the bucket: `https://s3.ap-south-1.amazonaws.com/desk`. Without it they are in DATA_DIR/files.',
    ),
  STORAGE_REGION: z.string().min(1).default('auto').describe('Region of the bucket.'),
  STORAGE_ACCESS_KEY: z.string().min(1).optional().describe('Needed with STORAGE_ENDPOINT.'),
  STORAGE_SECRET_KEY: z.string().min(1).optional().describe('Needed with STORAGE_ENDPOINT.'),
};
