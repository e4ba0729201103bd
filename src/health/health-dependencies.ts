import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { MikroORM } from '@mikro-orm/core';
import { REDIS_CLIENT, type RedisOrNone } from '#libs/cache';
import { LanguageModel } from '#libs/llm';
import { LanguageStatus, SentenceEncoder } from '#libs/nlu';
import { DatabaseRoom } from '#libs/orm';
import { RequestAdmission } from '#libs/http';

const deadlineMs = 1_000;

/** What the service cannot do without (database, and room for more work), and what it can (Redis, a sentence encoder). */
@Injectable()
export class HealthDependencies {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly orm: MikroORM,
    private readonly room: DatabaseRoom,
    private readonly admission: RequestAdmission,
    private readonly encoder: SentenceEncoder,
    private readonly understanding: LanguageStatus,
    private readonly model: LanguageModel,
    @Inject(REDIS_CLIENT) private readonly redisClient: RedisOrNone,
  ) {}

  /** A query, because an open connection proves nothing and the ORM opens none before the first query. */
  async database(): Promise<HealthIndicatorResult<'database'>> {
    const { database } = await this.indicators
      .check('database')
      .attempt(() => this.query())
      .withTimeout(deadlineMs);
    // What the driver says names hosts and ports: that is for the log, not for the caller.
    if (database.status !== 'up') return { database: { status: 'down', message: 'no answer' } };
    return { database: this.room.isLacking ? { status: 'down', message: 'no room' } : { status: 'up' } };
  }

  /** Without Redis, limits and caches are kept per process: worse, not down. */
  async redis(): Promise<HealthIndicatorResult<'redis'>> {
    const redis = this.indicators.check('redis');
    if (!this.redisClient) return redis.up({ mode: 'memory' });
    try {
      await this.redisClient.ping();
      return redis.up({ mode: 'redis' });
    } catch {
      return redis.degraded({ mode: 'memory', message: 'no answer' });
    }
  }

  /** So much is asked for that requests are refused: a balancer does well to send them elsewhere. */
  load(): HealthIndicatorResult<'load'> {
    const load = this.indicators.check('load');
    return this.admission.isShedding ? load.down({ message: 'requests are refused' }) : load.up();
  }

  /** What understands messages. Without an encoder or a model n-grams stand alone, and less well: that is no fault of the service. */
  language(): HealthIndicatorResult<'language'> {
    const language = this.indicators.check('language');
    const { missing, name } = this.encoder;
    // Which models, and how they are, is for staff: GET /models.
    const model = this.model.name === 'none' ? 'none' : 'external';
    const { model: intents, note } = this.understanding.intents;
    const told = { intents, model, ...(note && { note }) };
    return missing
      ? language.up({ mode: 'n-grams', message: missing, ...told })
      : language.up({ mode: `n-grams + ${name}`, ...told });
  }

  private async query(): Promise<void> {
    await this.orm.em.getConnection().execute('select 1');
  }
}
