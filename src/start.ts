// From the environment to a process that listens, and back down again.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { checkRedis } from '#libs/cache';
import { LastAnswers } from '#libs/http';
import { createLogger, standardOutput } from '#libs/observability';
import { createApp, type AppOverrides } from './app.js';
import { wantsDemoData } from './config/demo-data.js';
import { readSettings } from './config/settings.js';
import { checkPlace, placeRefused, type ListenPlace } from './listening.js';
import { endRefused } from './refusal.js';
import { welcomeLines } from './welcome.js';

/**
 * Ends the process with code 1 and one clear sentence when it cannot start for a reason that a person can remedy.
 * @param modules beside the program's own
 */
export async function startProgram(
  environment: Readonly<Record<string, string | undefined>>,
  modules: AppOverrides['modules'] = [],
): Promise<void> {
  try {
    const settings = readSettings(environment);
    await checkPlace(settings);
    if (settings.REDIS_URL) await checkRedis(settings.REDIS_URL);
    const logger = createLogger(settings.LOG_LEVEL, standardOutput(settings.LOG_FORMAT));
    const app = await createApp(settings, { modules, logger });
    stopOnSignals(app, settings.SHUTDOWN_SECONDS);
    await listen(app, settings);
    // Its last line is the last of the start.
    logger.flush(() => process.stdout.write(welcomeLines(addressOf(app), wantsDemoData(settings))));
  } catch (error) {
    endRefused(error);
  }
}

async function listen(app: NestFastifyApplication, place: ListenPlace): Promise<void> {
  try {
    await app.listen({ port: place.PORT, host: place.HOST });
  } catch (error) {
    await app.close();
    throw placeRefused(error as NodeJS.ErrnoException, place);
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

function addressOf(app: NestFastifyApplication): string {
  const { port } = app.getHttpServer().address() as { port: number };
  return `http://localhost:${port}`;
}
