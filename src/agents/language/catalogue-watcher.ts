// Hears in every process that the catalogue may have changed, and has the language engine learn it: nobody restarts for a new service.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { catalogueSignal } from '../../config/catalogue-signal.js';
import { LanguageUnderstander } from './language-understander.js';

@Injectable()
export class CatalogueWatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Language');
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly understander: LanguageUnderstander,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.database.signals.listen(catalogueSignal, () => void this.relearn());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stopListening?.();
  }

  /** What could not be learned is learned with the next signal, half an hour later at the latest (catalogue.jobs.ts). */
  private async relearn(): Promise<void> {
    try {
      await this.understander.relearn();
    } catch (error) {
      this.logger.warn({ err: error }, 'the catalogue could not be learned anew');
    }
  }
}
