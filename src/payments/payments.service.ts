// What the books say: of one thing, of one customer, and of everything for staff.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PageReader, type Page } from '#libs/http';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { ReadsService } from '../audit/reads.service.js';
import {
  CreditBalance,
  LedgerEntry,
  LedgerSubject,
  type LedgerAccountName,
  type LedgerSubjectRef,
} from './ledger-entry.entity.js';
import { ledgerList, type ListLedgerEntries } from './payments.schemas.js';

export interface AccountBalance {
  account: LedgerAccountName;
  /** Debits less credits, in paise. */
  balancePaise: number;
}

/** The sums of a subject, and the entries that they come from. */
export interface SubjectPayments {
  sums: LedgerSubject;
  entries: LedgerEntry[];
}

@Injectable()
export class PaymentsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly reads: ReadsService,
  ) {}

  /** What was paid for a subject, in money and by credit, less what went back. @param em of the caller's transaction */
  async netPaid(em: EntityManager, { type, id }: LedgerSubjectRef): Promise<number> {
    const sums = await em.findOne(LedgerSubject, { type, id }, { disableIdentityMap: true });
    return sums?.refundablePaise ?? 0;
  }

  /** Whose subject it is the caller has checked. What has no entries has nothing but zeros. */
  async paymentsOf({ type, id }: LedgerSubjectRef): Promise<SubjectPayments> {
    const kept = await this.em.findOne(LedgerSubject, { type, id }, { disableIdentityMap: true });
    const entries = await this.em.find(
      LedgerEntry,
      { subjectType: type, subjectId: id },
      { populate: ['lines'], orderBy: { at: 'asc', id: 'asc' }, disableIdentityMap: true },
    );
    return { sums: kept ?? this.em.fork().create(LedgerSubject, { type, id }), entries };
  }

  /** The sums of many subjects of one type, by id. */
  async sumsOf(type: LedgerSubjectRef['type'], ids: readonly string[]): Promise<Map<string, LedgerSubject>> {
    const found = await this.em.find(
      LedgerSubject,
      { type, id: { $in: [...ids] } },
      { disableIdentityMap: true },
    );
    return new Map(found.map((sums) => [sums.id, sums]));
  }

  /** What the customer may spend, in paise. */
  async ownCredit(actor: Actor): Promise<{ balancePaise: number; currency: string }> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const row = await this.em.findOne(CreditBalance, { customer }, { disableIdentityMap: true });
    return { balancePaise: row?.balancePaise ?? 0, currency: 'INR' };
  }

  /** That staff look is noted. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: ListLedgerEntries): Promise<Page<LedgerEntry>> {
    await this.reads.note(actor, { action: 'ledger.listed', object: { type: 'ledger', id: 'many' } });
    const { kind, subjectId, customerId } = query;
    const where = [
      ...(kind ? [{ kind }] : []),
      ...(subjectId ? [{ subjectId }] : []),
      ...(customerId ? [{ customer: customerId }] : []),
    ];
    return this.pages.read(LedgerEntry, ledgerList, query, { where, populate: ['lines'] });
  }

  /** Of every account, worked out from the lines. Together they are nothing. */
  async balances(_actor: Actor): Promise<AccountBalance[]> {
    const rows = await this.em.execute<{ account: LedgerAccountName; balance: string }[]>(
      `select account, sum(amount_paise)::text as balance from ledger_lines group by account order by account`,
    );
    return rows.map(({ account, balance }) => ({ account, balancePaise: Number(balance) }));
  }

  /** How much each kind of entry has moved in a period, half-open: the sum of the debits, in paise. */
  async movedBetween(from: Date, to: Date): Promise<{ kind: string; entries: number; movedPaise: number }[]> {
    const rows = await this.em.execute<{ kind: string; entries: string; moved: string }[]>(
      `select kind, count(distinct e.id)::text as entries, coalesce(sum(l.amount_paise) filter (where l.amount_paise > 0), 0)::text as moved
       from ledger_entries e join ledger_lines l on l.entry_id = e.id where e.at >= ? and e.at < ? group by kind order by kind`,
      [from, to],
    );
    return rows.map(({ kind, entries, moved }) => ({
      kind,
      entries: Number(entries),
      movedPaise: Number(moved),
    }));
  }
}
