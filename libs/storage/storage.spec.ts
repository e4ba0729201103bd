import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretBox } from '#libs/secrets';
import { FolderStore, S3Store, SignedLinks, StorageAway, type FileStore } from './index.js';

/** As much of an S3 server as is asked for: it takes only requests that are signed. */
function bucket(): Server {
  const objects = new Map<string, Buffer>();
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const part of request) chunks.push(part as Buffer);
    const key = request.url!.split('?')[0]!;
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) return response.writeHead(403).end();
    if (request.method === 'PUT') objects.set(key, Buffer.concat(chunks));
    if (request.method === 'DELETE') objects.delete(key);
    const kept = objects.get(key);
    if (request.method === 'GET' && request.url!.includes('list-type=2'))
      return response.writeHead(200).end(listOf([...objects.keys()], new URL(request.url!, 'http://s3')));
    if (request.method === 'GET') return response.writeHead(kept ? 200 : 404).end(kept);
    return response.writeHead(request.method === 'DELETE' ? 204 : 200, { etag: '"x"' }).end();
  });
}

/** Two at a time, in the order of their keys. */
function listOf(paths: string[], { searchParams }: URL): string {
  const prefix = searchParams.get('prefix') ?? '';
  const keys = paths.map((path) => path.replace('/desk/', '')).filter((key) => key.startsWith(prefix));
  const from = Number(searchParams.get('continuation-token') ?? 0);
  const contents = keys
    .sort()
    .slice(from, from + 2)
    .map((key) => `<Contents><Key>${key}</Key><LastModified>2026-11-20T04:30:00Z</LastModified></Contents>`);
  const more = from + 2 < keys.length;
  const next = more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`;
}

let folder: string;
let server: Server;
const stores: Record<string, () => FileStore> = {
  'a folder': () => new FolderStore(folder),
  'a server that speaks S3': () => s3(`http://127.0.0.1:${(server.address() as AddressInfo).port}/desk`),
};
const s3 = (endpoint: string) =>
  new S3Store({ endpoint, region: 'auto', accessKeyId: 'key', secretAccessKey: 'secret' });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
  server = bucket();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  await rm(folder, { recursive: true, force: true });
});

describe.each(Object.entries(stores))('in %s', (_name, make) => {
  it('a file is kept whole, replaced, and gone for good', async () => {
    const store = make();
    const key = 'pictures/019d45e2-5d40.webp';
    expect(await store.get(key)).toBeNull();
    await store.put(key, Buffer.from('first'));
    await store.put(key, Buffer.from([0, 255, 13, 10]));
    expect(await store.get(key)).toEqual(Buffer.from([0, 255, 13, 10]));
    await store.remove(key);
    await store.remove(key);
    expect(await store.get(key)).toBeNull();
  });

  it('the files of a folder are listed, and no others', async () => {
    const store = make();
    const listed = async (name: string) => {
      const keys: string[] = [];
      for await (const files of store.list(name)) keys.push(...files.map(({ key }) => key));
      return keys.sort();
    };
    expect(await listed('shelf')).toEqual([]);
    const keys = ['shelf/a.webp', 'shelf/b.pdf', 'shelf/c', 'shelf/d', 'shelf/e'];
    for (const key of [...keys, 'shelves/f']) await store.put(key, Buffer.from('x'));
    expect(await listed('shelf')).toEqual(keys);
  });

  it('a file whose row was not written is taken away again', async () => {
    const store = make();
    const saying = store.keep('pictures/unsaid', Buffer.from('x'), () => Promise.reject(new Error('no row')));
    await expect(saying).rejects.toThrow('no row');
    expect(await store.get('pictures/unsaid')).toBeNull();
    expect(await store.keep('pictures/said', Buffer.from('x'), () => Promise.resolve('row'))).toBe('row');
    expect(await store.get('pictures/said')).toEqual(Buffer.from('x'));
  });

  it.each(['../secret', '/etc/passwd', 'a/../b', 'A.webp', '', 'a//b', 'a\0b'])(
    'nothing is asked of the key %j',
    async (key) => {
      const store = make();
      await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(RangeError);
      await expect(store.get(key)).rejects.toThrow(RangeError);
      await expect(store.remove(key)).rejects.toThrow(RangeError);
    },
  );
});

it('a file that could not be written leaves nothing behind', async () => {
  const store = new FolderStore(join(folder, 'there'));
  await store.put('taken', Buffer.from('x'));
  await expect(store.put('taken/below', Buffer.from('x'))).rejects.toThrow(StorageAway);
  expect((await readdir(join(folder, 'there'), { recursive: true })).sort()).toEqual(['taken', 'unfinished']);
});

it('a server that is not there is away, and says nothing of where it is', async () => {
  await expect(s3('http://127.0.0.1:1/desk').get('a')).rejects.toThrow(StorageAway);
});

describe('a signed link', () => {
  const links = new SignedLinks(new SecretBox('a secret of forty characters, or even more'));
  const now = new Date('2026-11-20T04:30:00Z');
  const later = new Date('2026-11-20T04:40:00Z');

  it('is good for its file, until it ends', () => {
    const signature = links.sign('one', later);
    expect(links.isGood('one', signature, now)).toBe(true);
    expect(links.isGood('one', signature, later)).toBe(false);
    expect(links.isGood('two', signature, now)).toBe(false);
    const [, mark] = signature.split('.');
    expect(links.isGood('one', `zzzzzzzz.${mark}`, now)).toBe(false);
    for (const wrong of ['', '.', 'x', `${signature}0`]) expect(links.isGood('one', wrong, now)).toBe(false);
    expect(new SignedLinks(new SecretBox('another secret')).isGood('one', signature, now)).toBe(false);
  });
});
