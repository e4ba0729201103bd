// The thread in which sentences are encoded: a text takes milliseconds, which the event loop of the program must not spend. See
// worker-encoder.ts for the other side.
import { parentPort, workerData } from 'node:worker_threads';
import { readEncoderFile } from './encoder-files.ts';
import type { EncoderData, EncoderOrder, EncoderReport } from './encoder-orders.ts';
import { MiniLm } from './mini-lm.ts';
import { type TokenizerFile, WordPieces } from './word-pieces.ts';

const { folder } = workerData as EncoderData;
const report = (message: EncoderReport, transfer: ArrayBuffer[] = []): void =>
  parentPort!.postMessage(message, transfer);

try {
  const pieces = new WordPieces(JSON.parse(readEncoderFile(folder, 'tokenizer').toString()) as TokenizerFile);
  const model = new MiniLm(
    readEncoderFile(folder, 'manifest').toString(),
    readEncoderFile(folder, 'weights'),
  );
  parentPort!.on('message', ({ texts }: EncoderOrder) => {
    const vectors = model.embed(texts.map((text) => pieces.numbersOf(text)));
    report(
      { is: 'vectors', vectors },
      vectors.map(({ buffer }) => buffer),
    );
  });
  report({ is: 'ready' });
} catch (error) {
  report({ is: 'failed', reason: (error as Error).message });
}
