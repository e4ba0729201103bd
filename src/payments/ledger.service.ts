// Posts to the books, inside the transaction of whatever is the reason. The subject's row is locked first, so that of two that post about one
// booking the second sees what the first did; what is posted under a key already is answered as it is.
import { Injectable } from '@nestjs/common';
import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { lockFor, newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import {
  CreditBalance,
  LedgerEntry,
  LedgerLine,
  LedgerSubject,
  type EntryKind,
  type LedgerSubjectRef,
  type PaymentMethod,
} from './ledger-entry.entity.js';
import {
  chargePostings,
  creditPostings,
  expiryPostings,
  feePostings,
  goodwillPostings,
  paymentPostings,
  payoutPostings,
  refundPostings,
  returnedTax,
  type Posting,
} from './ledger-postings.js';
import { PaymentPlansService } from './gateway/payment-plans.service.js';
import { paymentRefunded } from './payment.events.js';
import { CreditTooLow, EffectKeyReused, PayoutTooHigh, RefundTooHigh } from './payments.errors.js';

/** What every entry says of itself. */
export interface EntryReason {
  /** Unique over all entries: said again, nothing is posted. */
  effectKey: string;
  /** Of the policies: `CAN-2`. */
  clauses?: readonly string[];
  method?: PaymentMethod;
  reference?: string | null;
  /** Default now. */
  at?: Date;
}

export interface Charge extends EntryReason {
  subject: LedgerSubjectRef;
  customer: string;
  provider: string;
  /** Tax included. */
  totalPaise: number;
  taxPaise: number;
}

export interface Amount extends EntryReason {
  subject: LedgerSubjectRef;
  customer: string;
  amountPaise: number;
}

export interface Refund extends Amount {
  /** `money` the way it came, as far as money came, the rest as credit; `credit` all of it as credit. */
  as: 'money' | 'credit';
  /** Through this payment only. Otherwise through those that the money came by, unless `method` says that it goes by hand. */
  paymentId?: string;
}

interface NewEntry extends EntryReason {
  kind: EntryKind;
  subject: LedgerSubjectRef;
  customer: string | null;
  postings: Posting[];
}

@PublishesEvents(paymentRefunded)
@Injectable()
export class LedgerService {
  constructor(
    private readonly settings: Settings,
    private readonly plans: PaymentPlansService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /** The sums of a subject, locked until the transaction ends. What has none yet gets them. */
  async lockSubject(em: EntityManager, { type, id }: LedgerSubjectRef): Promise<LedgerSubject> {
    await em.upsert(LedgerSubject, { type, id }, { onConflictAction: 'ignore' });
    return em.findOneOrFail(
      LedgerSubject,
      { type, id },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
  }

  /**
   * The work is done: the customer owes the total. Credit that they have is used for it at once.
   * @returns the entry of the charge; null where it costs nothing
   */
  async charge(em: EntityManager, actor: Actor, charge: Charge): Promise<LedgerEntry | null> {
    const { subject, customer, provider, totalPaise, taxPaise } = charge;
    const providerSharePercent = this.settings.PROVIDER_SHARE_PERCENT;
    const postings = chargePostings(customer, provider, { totalPaise, taxPaise, providerSharePercent });
    const { entry, isNew } = await this.post(em, actor, { ...charge, kind: 'charge', postings });
    if (isNew)
      await this.useCredit(em, actor, { subject, customer, effectKey: `credit:${charge.effectKey}` });
    return entry;
  }

  async fee(
    em: EntityManager,
    actor: Actor,
    fee: Amount & { provider: string },
  ): Promise<LedgerEntry | null> {
    const postings = feePostings(fee.customer, fee.provider, fee.amountPaise);
    return (await this.post(em, actor, { ...fee, kind: 'fee', postings })).entry;
  }

  /** Money has come in, before or after the work. */
  async pay(em: EntityManager, actor: Actor, payment: Amount): Promise<LedgerEntry> {
    const postings = paymentPostings(payment.customer, payment.amountPaise);
    return (await this.post(em, actor, { ...payment, kind: 'payment', postings })).entry!;
  }

  /**
   * First what was paid beyond what is owed, then of what was sold, with the tax in it. What came through a gateway goes back through it.
   * @throws RefundTooHigh beyond what was paid and is not refunded, PaymentRefundTooHigh
   */
  async refund(em: EntityManager, actor: Actor, refund: Refund): Promise<LedgerEntry> {
    const { amountPaise, customer } = refund;
    const sums = await this.lockSubject(em, refund.subject);
    const earlier = await this.posted(em, refund.effectKey);
    if (earlier) return this.same(earlier, refund, amountPaise);
    if (amountPaise > sums.refundablePaise) throw new RefundTooHigh(amountPaise, sums.refundablePaise);
    const overpaidPaise = Math.min(amountPaise, sums.overpaidPaise);
    const returnedPaise = amountPaise - overpaidPaise;
    // What goes back of a fee, by grace, bears no tax: only what was sold does.
    const returnable = sums.chargedPaise + sums.feesPaise - sums.returnedPaise;
    if (returnedPaise > returnable) throw new RefundTooHigh(amountPaise, overpaidPaise + returnable);
    const moneyPaise = refund.as === 'credit' ? 0 : Math.min(amountPaise, sums.refundableMoneyPaise);
    const returnedTaxPaise = returnedTax(sums, returnedPaise);
    const postings = refundPostings(customer, {
      overpaidPaise,
      returnedPaise,
      returnedTaxPaise,
      moneyPaise,
      creditPaise: amountPaise - moneyPaise,
    });
    const entry = await this.write(em, actor, { ...refund, kind: 'refund', postings });
    const { subject, paymentId, method } = refund;
    if (moneyPaise > 0 && !method)
      await this.plans.sendBack(em, { subject, amountPaise: moneyPaise, entryId: entry.id, paymentId });
    const { type: subjectType, id: subjectId } = subject;
    this.events.publish(paymentRefunded, subjectId, {
      entryId: entry.id,
      subjectType,
      subjectId,
      customerId: customer,
      amountPaise,
      returnedPaise,
      returnedTaxPaise,
    });
    return entry;
  }

  /** Credit that nobody owed: an apology. */
  async goodwill(em: EntityManager, actor: Actor, goodwill: Amount): Promise<LedgerEntry> {
    const postings = goodwillPostings(goodwill.customer, goodwill.amountPaise);
    return (await this.post(em, actor, { ...goodwill, kind: 'goodwill', postings })).entry!;
  }

  /**
   * Pays what is owed about the subject by credit, as far as there is any.
   * @param amountPaise no more than that; without it all that is owed
   * @throws CreditTooLow when an amount was named and there is less
   */
  async useCredit(
    em: EntityManager,
    actor: Actor,
    use: Omit<Amount, 'amountPaise'> & { amountPaise?: number },
  ): Promise<LedgerEntry | null> {
    const sums = await this.lockSubject(em, use.subject);
    const earlier = await this.posted(em, use.effectKey);
    if (earlier) return earlier;
    const balance = await this.lockCredit(em, use.customer);
    if (use.amountPaise !== undefined && use.amountPaise > balance)
      throw new CreditTooLow(use.amountPaise, balance);
    const amountPaise = Math.min(use.amountPaise ?? balance, balance, Math.max(0, sums.owedPaise));
    if (amountPaise === 0) return null;
    const postings = creditPostings(use.customer, amountPaise);
    return this.write(em, actor, { ...use, kind: 'credit', postings });
  }

  /** Credit has run out. @param expiry no more than there is: the database refuses it */
  async expireCredit(em: EntityManager, actor: Actor, expiry: Amount): Promise<void> {
    const postings = expiryPostings(expiry.customer, expiry.amountPaise);
    await this.post(em, actor, { ...expiry, kind: 'expiry', postings });
  }

  /** To a professional, never more than they are owed. @throws PayoutTooHigh */
  async payout(
    em: EntityManager,
    actor: Actor,
    payout: Omit<Amount, 'customer' | 'subject'> & { provider: string },
  ): Promise<LedgerEntry> {
    const { provider, amountPaise } = payout;
    const subject = { type: 'provider', id: provider } as const;
    await this.lockSubject(em, subject);
    const earlier = await this.posted(em, payout.effectKey);
    if (earlier) return this.same(earlier, { subject, effectKey: payout.effectKey }, amountPaise);
    const payable = await this.payableTo(em, provider);
    if (amountPaise > payable) throw new PayoutTooHigh(amountPaise, payable);
    const postings = payoutPostings(provider, amountPaise);
    return this.write(em, actor, { ...payout, kind: 'payout', subject, customer: null, postings });
  }

  /** What a professional is owed at this moment. */
  async payableTo(em: EntityManager, provider: string): Promise<number> {
    const [row] = await (em as SqlEntityManager).execute<{ payable: string }[]>(
      `select coalesce(-sum(amount_paise), 0)::text as payable from ledger_lines
       where account = 'provider_payable' and party = ?`,
      [provider],
    );
    return Number(row!.payable);
  }

  private async post(
    em: EntityManager,
    actor: Actor,
    entry: NewEntry & { amountPaise?: number; totalPaise?: number },
  ): Promise<{ entry: LedgerEntry | null; isNew: boolean }> {
    if (entry.postings.length === 0) return { entry: null, isNew: false };
    await this.lockSubject(em, entry.subject);
    const earlier = await this.posted(em, entry.effectKey);
    if (earlier)
      return {
        entry: this.same(earlier, entry, entry.amountPaise ?? entry.totalPaise ?? 0),
        isNew: false,
      };
    return { entry: await this.write(em, actor, entry), isNew: true };
  }

  /** Written at once: what is posted next has to see the sums, which the database keeps. */
  private async write(em: EntityManager, actor: Actor, entry: NewEntry): Promise<LedgerEntry> {
    const { kind, subject, customer, effectKey, method = null, reference = null, clauses = [] } = entry;
    const row = em.create(LedgerEntry, {
      id: newId(),
      kind,
      subjectType: subject.type,
      subjectId: subject.id,
      customer,
      effectKey,
      method,
      reference,
      clauses: [...clauses],
      actorKind: actor.kind,
      actorId: actor.id,
      at: entry.at ?? this.clock.now(),
    });
    entry.postings.forEach((posting, position) =>
      em.create(LedgerLine, { id: newId(), entry: row, position, ...posting }),
    );
    await em.flush();
    return row;
  }

  async isPosted(em: EntityManager, effectKey: string): Promise<boolean> {
    return (await em.count(LedgerEntry, { effectKey })) > 0;
  }

  private posted(em: EntityManager, effectKey: string): Promise<LedgerEntry | null> {
    return em.findOne(LedgerEntry, { effectKey }, { populate: ['lines'] });
  }

  /** @throws EffectKeyReused when the key was used for something else */
  private same(
    earlier: LedgerEntry,
    { subject, effectKey }: { subject: LedgerSubjectRef; effectKey: string },
    amountPaise: number,
  ): LedgerEntry {
    const debits = earlier.lines.getItems().filter((line) => line.amountPaise > 0);
    const amount = debits.reduce((sum, line) => sum + line.amountPaise, 0);
    if (earlier.subjectId !== subject.id || amount !== amountPaise) throw new EffectKeyReused(effectKey);
    return earlier;
  }

  /** The credit of a customer in paise, which nobody else spends until the transaction ends. */
  async lockCredit(em: EntityManager, customer: string): Promise<number> {
    await lockFor(em, 'payments.credit', customer);
    const row = await em.findOne(CreditBalance, { customer }, { refresh: true });
    return row?.balancePaise ?? 0;
  }
}
