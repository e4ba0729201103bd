// The thread in which the embedded database runs: PostgreSQL 18 compiled to WebAssembly. See embedded-server.ts for the other side.
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { concat } from './frames.ts';
import type { Order, Report, ServerData } from './orders.ts';
import { SessionLine } from './session-line.ts';
import { startupFrame } from './startup.ts';

const { pulse, source } = workerData as ServerData;
const report = (message: Report): void => parentPort!.postMessage(message);

const pglite = await PGlite.create({
  extensions: { btree_gist },
  ...('directory' in source
    ? { dataDir: source.directory }
    : { ...source.modules, ...(source.dump && { loadDataDir: new Blob([source.dump]) }) }),
});
const line = new SessionLine(pglite, pulse, welcome());

parentPort!.on('message', (order: Order) => {
  if (order.is === 'connect') line.accept(order.port as MessagePort);
  else void follow(order);
});
report({ is: 'open' });

async function follow(order: Order): Promise<void> {
  if (order.is === 'dump') {
    const dump = await pglite.dumpDataDir('none');
    report({ is: 'dump', bytes: new Uint8Array(await dump.arrayBuffer()) });
  } else {
    await pglite.close();
    parentPort!.close();
  }
}

/** What PGlite says to a connection that begins: what it is, and how it is set. */
function welcome(): Uint8Array {
  const chunks: Uint8Array[] = [];
  void pglite.execProtocolRawStream(startupFrame(), {
    syncToFs: false,
    onRawData: (bytes) => chunks.push(bytes.slice()),
  });
  return concat(chunks);
}
