// The thread in which the embedded database runs: PostgreSQL 18 compiled to WebAssembly. See embedded-server.ts for the other side.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { concatBytes } from './frames.ts';
import type { WorkerOrder, WorkerReport, ServerData } from './worker-orders.ts';
import { SessionLine } from './session-line.ts';
import { startupFrame } from './database-opening.ts';

/** As WebAssembly counts. */
const noSpace = 51;
/**
 * What PostgreSQL keeps of the files for itself, all of it in this process's memory from the start. The operating system keeps them as well,
 * so that a page that is not here is read in microseconds; the standard 128 MB are for a server that has its machine to itself.
 */
const sharedBuffers = '32MB';

/** A database in memory is copied often: its log has pieces of 1 MB instead of 16, most of which would be empty. */
const smallSegments = ['--wal-segsize=1'];

const { pulse, source } = workerData as ServerData;
const report = (message: WorkerReport): void => parentPort!.postMessage(message);

let pglite: PGlite;
try {
  pglite = await PGlite.create({
    extensions: { btree_gist },
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${sharedBuffers}`],
    ...('directory' in source
      ? { dataDir: source.directory }
      : {
          ...source.modules,
          ...(source.dump && { loadDataDir: new Blob([source.dump]) }),
          initDbStartParams: smallSegments,
        }),
  });
  const line = new SessionLine(pglite, pulse, welcome());
  parentPort!.on('message', (order: WorkerOrder) => {
    if (order.is === 'connect') line.accept(order.port as MessagePort);
    else void follow(order);
  });
  report({ is: 'open' });
} catch (error) {
  report({ is: 'failed', reason: reasonOf(error) });
  process.exit();
}

async function follow(order: WorkerOrder): Promise<void> {
  if (order.is === 'dump') {
    const dump = await pglite.dumpDataDir('none');
    report({ is: 'dump', bytes: new Uint8Array(await dump.arrayBuffer()) });
  } else {
    await pglite.close();
    // Of this thread, which its connections would keep.
    process.exit();
  }
}

/** What PGlite says to a connection that begins: what it is, and how it is set. */
function welcome(): Uint8Array {
  const chunks: Uint8Array[] = [];
  void pglite.execProtocolRawStream(startupFrame(), {
    syncToFs: false,
    onRawData: (bytes) => chunks.push(bytes.slice()),
  });
  return concatBytes(chunks);
}

/** Errors of its file system have a number and no words. */
function reasonOf(error: unknown): string {
  const { errno, message } = error as { errno?: number; message?: string };
  return (
    message ||
    (errno === noSpace ? 'there is no space left on the disk' : `error ${errno} of the file system`)
  );
}
