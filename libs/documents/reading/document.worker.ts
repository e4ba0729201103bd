// The thread in which one document is read. See document-reader.ts for the other side.
import { parentPort, workerData } from 'node:worker_threads';
import { formatOf } from './format.ts';
import {
  Refusal,
  type CheckedPdf,
  type ReadDocument,
  type ReadingOrder,
  type ReadingReport,
} from './orders.ts';

const { bytes, limits, task } = workerData as ReadingOrder;
const report = (message: ReadingReport): void => parentPort!.postMessage(message);
const tell = (percent: number): void => report({ is: 'reading', percent });

/** What libraries throw at a broken file is their own affair, and mostly a message for programmers. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // The stack was not deep enough: no document that people write needs more.
  return new Refusal(error instanceof RangeError ? 'too_complex' : 'damaged', error);
}

function placeOf({ name, stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return [name, ...frames.slice(0, 3).map((frame) => frame.trim())].join(' ');
}

async function read(): Promise<ReadDocument> {
  const format = await formatOf(bytes);
  // Only what it takes: the readers of the others stay on the disk.
  if (format === 'pdf') return (await import('./pdf.ts')).readPdf(bytes, limits, tell);
  if (format === 'docx') return (await import('./docx.ts')).readDocx(bytes, limits);
  if (format === 'html') return (await import('./html.ts')).readHtml(bytes, limits);
  return (await import('./text.ts')).readText(bytes, format);
}

async function readWhole(): Promise<ReadDocument> {
  const document = await read();
  if (document.markdown.length > limits.characters) throw new Refusal('too_long');
  if (!/[\p{L}\p{N}]/u.test(document.markdown)) throw new Refusal('no_text');
  return document;
}

async function check(): Promise<CheckedPdf> {
  return (await import('./pdf-check.ts')).checkPdf(bytes, limits);
}

try {
  report({ is: 'done', result: await (task === 'check' ? check() : readWhole()) });
} catch (error) {
  const { reason, cause } = refusalOf(error);
  report({ is: 'refused', reason, fault: cause instanceof Error ? placeOf(cause) : undefined });
}
