// Copies the catalogue before somebody waits for it: in every process, when one of them says so through the database.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { catalogueSignal } from '../config/catalogue-signal.js';
import { CatalogueCopy, type CopiedCatalogue } from './catalogue.copy.js';

@Injectable()
export class CatalogueWarmUp implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Catalogue');
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly copy: CatalogueCopy,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.database.signals.listen(
      catalogueSignal,
      () => void this.anew().catch(() => {}),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.stopListening?.();
  }

  /** Looks whether there is another edition, and copies it. */
  async here(): Promise<CopiedCatalogue> {
    try {
      return await this.copy.read();
    } catch (error) {
      this.logger.warn({ err: error }, 'could not be copied');
      throw error;
    }
  }

  /** The same, whatever this process was told before of which edition is the latest. */
  private async anew(): Promise<void> {
    await this.copy.changed();
    await this.here();
  }

  /** When the transaction of `em` is committed. */
  async everywhere(em: EntityManager): Promise<void> {
    await (em as SqlEntityManager).execute('select pg_notify(?, ?)', [catalogueSignal, '']);
  }
}
