// What the job that reads an upload is called and takes: known to whoever asks for it and to whoever does it.
import { z } from 'zod';

export const ingestJob = 'knowledge.ingest';
export const ingestInput = z.strictObject({ uploadId: z.uuid() });
export type IngestInput = z.output<typeof ingestInput>;
