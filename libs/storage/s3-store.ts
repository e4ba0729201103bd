import { S3mini } from 's3mini';
import { checkKey, filesListed, FileStore, isKey, StorageAway, type StoredFile } from './file-store.js';

export interface S3Place {
  /** With the bucket: `https://s3.ap-south-1.amazonaws.com/desk`. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Of a server, which then answers in seconds or not at all. */
const timeoutMs = 10_000;

/** On a server that speaks S3. */
export class S3Store extends FileStore {
  private readonly client: S3mini;

  constructor({ endpoint, region, accessKeyId, secretAccessKey }: S3Place) {
    super();
    this.client = new S3mini({
      endpoint,
      region,
      accessKeyId,
      secretAccessKey,
      requestAbortTimeout: timeoutMs,
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.asked(() =>
      this.client.putObject(checkKey(key), Buffer.from(bytes), 'application/octet-stream'),
    );
  }

  async get(key: string): Promise<Buffer | null> {
    const bytes = await this.asked(() => this.client.getObjectArrayBuffer(checkKey(key)));
    return bytes && Buffer.from(bytes);
  }

  async remove(key: string): Promise<void> {
    await this.asked(() => this.client.deleteObject(checkKey(key)));
  }

  async *list(folder: string): AsyncGenerator<readonly StoredFile[]> {
    const prefix = `${checkKey(folder)}/`;
    let next: string | undefined;
    do {
      const page = await this.asked(() => this.client.listObjectsPaged('/', prefix, filesListed, next));
      const files = (page?.objects ?? []).map(({ Key, LastModified }) => ({ key: Key, at: LastModified }));
      yield files.filter(({ key }) => isKey(key));
      next = page?.nextContinuationToken;
    } while (next !== undefined);
  }

  /** What the server says is for its operator, and may name the bucket. */
  private async asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      throw new StorageAway();
    }
  }
}
