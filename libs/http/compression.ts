import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Below it the headers cost more than is gained. */
const thresholdBytes = 500;
/** Of 11: about a tenth larger than the best, in a hundredth of the time. */
const brotliQuality = 4;
const gzipLevel = 6;
/** JSON of every kind and text. Streams of events must not wait for a full buffer; images are compressed already. */
const compressible =
  /^text\/(?!event-stream)|^application\/(?:[\w.-]+\+)?(?:json|jsonl|x-ndjson|javascript)\b/;

/**
 * Compresses answers for clients that say they can take it. To be called before routes are registered.
 *
 * The length of a compressed answer tells how much it repeats itself (BREACH). So no answer carries a secret together with text of
 * somebody else's choice: answers with tokens hold nothing but the tokens and the owner's own profile, and the owner is who asks.
 *
 * Bodies of requests are not unpacked: a small one could grow without bound.
 */
export async function compressAnswers(fastify: FastifyInstance): Promise<void> {
  await fastify.register(compress, {
    globalDecompression: false,
    threshold: thresholdBytes,
    encodings: ['br', 'gzip'],
    customTypes: compressible,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } },
    zlibOptions: { level: gzipLevel },
  });
}
