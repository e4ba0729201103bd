// Where the program listens.
import { createServer } from 'node:net';
import { StartRefused } from '#libs/errors';

export interface ListenPlace {
  HOST: string;
  PORT: number;
}

/**
 * Tries it out before anything else is done: a process that could not listen in the end should not have migrated a database.
 * @throws StartRefused
 */
export async function checkPlace({ HOST: host, PORT: port }: ListenPlace): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ host, port }, () => server.close(() => resolve()));
  }).catch((error) => {
    throw placeRefused(error, { HOST: host, PORT: port });
  });
}

/** What an error of listening says of the settings; itself when it says nothing of them. */
export function placeRefused(error: NodeJS.ErrnoException, { HOST, PORT }: ListenPlace): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartRefused(`Port ${PORT} is in use by another program. Stop it, or choose another PORT.`);
    case 'EACCES':
      return new StartRefused(`This user may not listen on port ${PORT}. Choose another PORT.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartRefused(`HOST is no address of this machine: ${HOST}.`);
    default:
      return error;
  }
}
