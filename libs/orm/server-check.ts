// Whether a PostgreSQL server can be worked with at all, asked once before anything else is done.
import { Client } from 'pg';
import { StartRefused } from '#libs/errors';

const oldestMajor = 15;

/** A server that `DATABASE_URL` names and that this program cannot work with. */
export class ServerUnusable extends StartRefused {}

/**
 * Looks at the server behind `url` as the program will see it: with this user, on this database, over TLS if asked for.
 * @param timeoutMs for the connection, and for what is asked over it
 * @throws ServerUnusable with a sentence for a person; the password is never part of it
 */
export async function checkServer(url: string, timeoutMs: number): Promise<void> {
  const { host, username, password, pathname } = new URL(url);
  // Otherwise the driver takes the name of the user for it.
  if (pathname.length < 2)
    throw new ServerUnusable('DATABASE_URL names no database: add it behind the host.');
  if (![username, password, pathname].every(canBeDecoded))
    throw new ServerUnusable(
      'DATABASE_URL cannot be read: a % in user, password or database is written %25.',
    );
  try {
    const version = await majorVersion(url, timeoutMs);
    if (version >= oldestMajor) return;
    throw new ServerUnusable(
      `The server of DATABASE_URL is PostgreSQL ${version}; ${oldestMajor} or later is needed.`,
    );
  } catch (error) {
    throw error instanceof ServerUnusable ? error : new ServerUnusable(sentence(error, host));
  }
}

function canBeDecoded(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

async function majorVersion(url: string, timeoutMs: number): Promise<number> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  });
  // Without a listener an error of the connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string }>(
      `select current_setting('server_version_num') as version`,
    );
    return Math.trunc(Number(rows[0]!.version) / 10_000);
  } finally {
    // Not waited for: the server may be away.
    void client.end().catch(() => undefined);
  }
}

/** By SQLSTATE, or by the code of the socket. What is not listed the server or the driver says itself: it repeats no password. */
function sentence(error: unknown, host: string): string {
  // A host with several addresses: one error for all of them.
  const [first = error] = error instanceof AggregateError ? error.errors : [];
  const { code = '', message } = first as { code?: string; message: string };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The host of DATABASE_URL, ${host}, cannot be found.`;
  if (code === 'ECONNREFUSED')
    return `Nothing answers at ${host}, the server of DATABASE_URL. Start it, or correct the host and the port.`;
  if (code === '3D000')
    return `The database of DATABASE_URL does not exist (${message}). Create it, or correct its name.`;
  if (code.startsWith('28'))
    return `The server of DATABASE_URL lets this user not in (${message}). Correct the user or the password.`;
  return `The server of DATABASE_URL, ${host}, cannot be used: ${message}.`;
}
