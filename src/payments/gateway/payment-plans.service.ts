// Writes down what a gateway is to be asked, in the transaction of whatever is the reason. A job asks it as soon as that is committed.
import { Injectable } from '@nestjs/common';
import { LockMode, type EntityManager } from '@mikro-orm/core';
import { JobQueue } from '#libs/jobs';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { LedgerSubjectRef } from '../ledger-entry.entity.js';
import { PaymentRefundTooHigh } from '../payments.errors.js';
import { Payment, PaymentOperation } from './payment.entity.js';
import { performJob } from './payments.job-inputs.js';
import { openPaymentStatuses, type OperationKind } from './payment.states.js';

const owner = { kind: 'system', id: 'payments' } as const;
const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

export interface MoneyBack {
  subject: LedgerSubjectRef;
  amountPaise: number;
  /** By which the books have given it back. */
  entryId: string;
  /** Through this payment only. */
  paymentId?: string;
}

@Injectable()
export class PaymentPlansService {
  constructor(
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** @returns the operation; undefined where the same is asked for or done already. The payment must be locked. */
  async plan(
    em: EntityManager,
    payment: Payment,
    kind: OperationKind,
    {
      amountPaise = payment.amountPaise,
      entryId = null,
    }: { amountPaise?: number; entryId?: string | null } = {},
  ): Promise<PaymentOperation | undefined> {
    if (kind !== 'refund') {
      const known = { payment: payment.id, kind, status: { $ne: 'failed' as const } };
      if (await em.findOne(PaymentOperation, known)) return undefined;
    }
    const operation = em.create(PaymentOperation, {
      id: newId(),
      payment,
      kind,
      amountPaise,
      entryId,
      dueAt: this.clock.now(),
    });
    await em.flush();
    await this.jobs.enqueue({
      type: performJob,
      input: { operationId: operation.id },
      owner,
      uniqueKey: `${performJob}:${operation.id}`,
    });
    return operation;
  }

  /**
   * Money that the books have given back goes the way it came: through the payments of the subject, the latest first. What did not come
   * through a gateway goes back by hand.
   * @throws PaymentRefundTooHigh when one payment is named and less is left of it
   */
  async sendBack(em: EntityManager, { subject, amountPaise, entryId, paymentId }: MoneyBack): Promise<void> {
    const payments = await em.find(
      Payment,
      {
        subjectType: subject.type,
        subjectId: subject.id,
        status: { $in: ['captured', 'partly_refunded'] },
        ...(paymentId ? { id: paymentId } : {}),
      },
      { ...locked, orderBy: { createdAt: 'desc', id: 'desc' } },
    );
    let left = amountPaise;
    for (const payment of payments) {
      const part = Math.min(left, await this.refundable(em, payment));
      if (part > 0) await this.plan(em, payment, 'refund', { amountPaise: part, entryId });
      left -= part;
    }
    if (paymentId && left > 0) throw new PaymentRefundTooHigh(amountPaise, amountPaise - left);
  }

  /** The visit has ended: of what was set aside what is owed is taken, and the rest is let go. What is paid on the day waits for that. */
  async settleOpen(em: EntityManager, subject: LedgerSubjectRef, owedPaise: number): Promise<void> {
    const payment = await em.findOne(
      Payment,
      { subjectType: subject.type, subjectId: subject.id, status: { $in: [...openPaymentStatuses] } },
      locked,
    );
    if (!payment) return;
    if (owedPaise <= 0) await this.plan(em, payment, 'cancel');
    else if (payment.gateway !== 'offline' && payment.status === 'authorised')
      await this.plan(em, payment, 'capture', { amountPaise: Math.min(owedPaise, payment.amountPaise) });
  }

  /** What is neither back nor on its way. */
  private async refundable(em: EntityManager, payment: Payment): Promise<number> {
    const under = await em.find(PaymentOperation, { payment: payment.id, kind: 'refund', status: 'pending' });
    const pending = under.reduce((sum, each) => sum + each.amountPaise, 0);
    return payment.capturedPaise - payment.refundedPaise - pending;
  }
}
