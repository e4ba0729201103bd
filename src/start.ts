// From the environment to a process that listens, and back down again.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LastAnswers } from '#libs/http';
import { DirectoryInUse } from '#libs/orm';
import { createApp, wantsDemoData, type Overrides } from './app.js';
import { readSettings, SettingsInvalid } from './config/settings.js';
import { welcome } from './welcome.js';

/**
 * Ends the process with code 1 and one clear sentence when it cannot start for a reason that a person can remedy.
 * @param modules beside the program's own
 */
export async function start(
  environment: Readonly<Record<string, string | undefined>>,
  modules: Overrides['modules'] = [],
): Promise<void> {
  try {
    const settings = readSettings(environment);
    const app = await createApp(settings, { modules });
    stopOnSignals(app, settings.SHUTDOWN_SECONDS);
    await listen(app, settings.PORT, settings.HOST);
    process.stdout.write(welcome(addressOf(app), wantsDemoData(settings)));
  } catch (error) {
    if (!isRemediable(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

class PortTaken extends Error {
  constructor(port: number) {
    super(`Port ${port} is in use by another program. Stop it, or choose another PORT.`);
  }
}

async function listen(app: NestFastifyApplication, port: number, host: string): Promise<void> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    await app.close();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new PortTaken(port) : error;
  }
}

/**
 * On SIGTERM every answer is the last on its connection and readiness says 503 for a third of the time, then the server takes no more
 * connections, finishes what it has begun and exits with 0; on SIGINT at once. What is not done when the time is up is cut off, with code 1.
 */
function stopOnSignals(app: NestFastifyApplication, seconds: number): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(1), seconds * 1000).unref();
      app.get(LastAnswers).begin();
    });
  }
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
}

function isRemediable(error: unknown): error is Error {
  return error instanceof SettingsInvalid || error instanceof DirectoryInUse || error instanceof PortTaken;
}

function addressOf(app: NestFastifyApplication): string {
  const { port } = app.getHttpServer().address() as { port: number };
  return `http://localhost:${port}`;
}
