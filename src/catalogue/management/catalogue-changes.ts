// How the catalogue is changed: in one transaction with its entry in the audit log, and every process is told when that is committed.
import { Injectable } from '@nestjs/common';
import {
  EntityManager,
  ForeignKeyConstraintViolationException,
  LockMode,
  type EntityClass,
  type FilterQuery,
} from '@mikro-orm/core';
import type { NotFound } from '#libs/errors';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { afterCommit, lockFor, violatesConstraint } from '#libs/orm';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { CatalogueCopy } from '../catalogue.copy.js';
import { CatalogueWarmUp } from '../catalogue.warm-up.js';
import { CatalogueFull, CatalogueInUse, SlugTaken } from './management.errors.js';

/** What is told of a change. The name of a thing is called `label`, because the log masks names: there they are of people. */
export interface CatalogueRecord {
  /** `service.created` */
  action: string;
  type: string;
  id: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

@Injectable()
export class CatalogueChanges {
  constructor(
    private readonly em: EntityManager,
    private readonly audit: AuditService,
    private readonly copy: CatalogueCopy,
    private readonly warmUp: CatalogueWarmUp,
  ) {}

  /**
   * Runs `work` as one change. It flushes before it answers, so that what it answers has the version that was written.
   * @throws CatalogueInUse when the database keeps `what` because something refers to it
   */
  async run<Result>(what: string, work: (em: SqlEntityManager) => Promise<Result>): Promise<Result> {
    try {
      const result = await this.em.transactional(async (em) => {
        const made = await work(em as SqlEntityManager);
        await em.flush();
        await this.warmUp.everywhere(em);
        return made;
      });
      await afterCommit(() => this.copy.changed());
      return result;
    } catch (error) {
      if (error instanceof ForeignKeyConstraintViolationException) throw new CatalogueInUse(what);
      throw error;
    }
  }

  record(actor: Actor, { action, type, id, before, after }: CatalogueRecord): Promise<void> {
    return this.audit.record(actor, { action, object: { type, id }, before, after });
  }

  /** One at a time, so that the limit is exact. @throws CatalogueFull */
  async checkRoom<Row extends object>(
    em: SqlEntityManager,
    entity: EntityClass<Row>,
    limit: number,
  ): Promise<void> {
    await lockFor(em, 'catalogue.creation', entity.name);
    if ((await em.count(entity)) >= limit) throw new CatalogueFull(limit);
  }

  /** Of two changes at once the second sees the first. @throws what is `missing`, PreconditionFailed */
  async locked<Row extends { id: string; version: number }>(
    em: SqlEntityManager,
    entity: EntityClass<Row>,
    id: string,
    missing: NotFound,
    expected?: ExpectedVersions,
  ): Promise<Row> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const row = await em.findOne(entity, { id } as FilterQuery<Row>, { lockMode, refresh: true });
    if (!row) throw missing;
    checkVersion(row as Row, expected);
    return row as Row;
  }
}

/** @throws SlugTaken for the violation of the unique index `constraint`, else what it is */
export function slugFault(error: unknown, constraint: string, slug: string): unknown {
  return violatesConstraint(error, constraint) ? new SlugTaken(slug) : error;
}
