// People who say that they work here. Anybody can, with any address: nothing comes of it before somebody approves.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { BackgroundTasks } from '#libs/background';
import { deleteInBatches, newId } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { anonymousActor } from '../access/actor.js';
import { lowestRole } from '../access/roles.js';
import { AuditService } from '../audit/audit.service.js';
import { AttemptsService, type AttemptPolicy } from '../sessions/attempts.service.js';
import { Staff } from './staff.entity.js';
import { StaffMails } from './staff.mails.js';
import type { RegisterStaffInput } from './staff.schemas.js';

/** Somebody who works here is told once a day, however often a stranger comes with their address. */
const toOwner: AttemptPolicy = { waits: [86_400], window: 86_400 };

/** A staff member takes along what belongs to them. */
const batchSize = 200;
const waitsForMs = 30 * dayMs;

@Injectable()
export class StaffRegistrationsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly audit: AuditService,
    private readonly attempts: AttemptsService,
    private readonly background: BackgroundTasks,
    private readonly mails: StaffMails,
    private readonly clock: Clock,
  ) {}

  /**
   * The same for an address that is known, and with the same work: nobody learns from it who works here, by the time that it takes either.
   * The owner of the address is told.
   */
  async register({ name, email }: RegisterStaffInput) {
    const known = await this.em.transactional(async (em) => {
      const [found] = await em.execute<Found[]>(findStatement, [email]);
      await this.makeRow(em, { id: newId(), name, email }, !found);
      // To read the key of the person takes as long as to read the row once more.
      if (found) await this.record('staff.registered_again', found.id, { name, email });
      else await em.execute(findStatement, [email]);
      return found;
    });
    if (known?.is_active)
      this.background.run('staff-registered-again', () =>
        RequestContext.create(this.em, () => this.tellOwner(known.id, email)),
      );
    return { name, email, status: 'pending' as const };
  }

  /**
   * In a savepoint, to which it goes back where the address is known: a row with its indexes, a key for what the audit log seals of a new person,
   * and its entry cost time.
   */
  private async makeRow(em: SqlEntityManager, { id, name, email }: Row, isKept: boolean): Promise<void> {
    const address = isKept ? email : `${id}@taken.invalid`;
    try {
      await em.transactional(async (inner) => {
        const made = await inner.execute<unknown[]>(insertStatement, [id, name, address, lowestRole]);
        // None: somebody came with the same address at the same moment.
        if (made.length === 1) await this.record('staff.registered', id, { name, email });
        if (!isKept) throw new TakenBack();
      });
    } catch (error) {
      if (!(error instanceof TakenBack)) throw error;
    }
  }

  private record(action: string, id: string, after: Pick<Row, 'name' | 'email'>): Promise<void> {
    return this.audit.record(anonymousActor, { action, object: { type: 'staff', id }, person: id, after });
  }

  /** Those that nobody has approved for thirty days. @returns how many */
  removeForgotten(signal?: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - waitsForMs);
    const isForgotten = { status: 'pending', createdAt: { $lte: before } } as const;
    return deleteInBatches(this.em, Staff, isForgotten, { orderBy: 'createdAt', batchSize, signal });
  }

  private async tellOwner(id: string, email: string): Promise<void> {
    const { allowed } = await this.attempts.take(['staff-registered-again', email], toOwner);
    if (allowed) await this.mails.ask(id, 'registered_again');
  }
}

class TakenBack extends Error {}

type Row = Pick<Staff, 'id' | 'name' | 'email'>;

interface Found {
  id: string;
  is_active: boolean;
}

const findStatement = `select id, status = 'active' as is_active from staff where email = ?`;

const insertStatement = `
  insert into staff (id, name, email, role, status) values (?, ?, ?, ?, 'pending') on conflict (email) do nothing returning id`;
