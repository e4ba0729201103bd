// What a gateway says, as it changes the payment and the books. The same state told twice, or an older one told late, changes nothing: whoever
// tells it, an answer, a webhook or a look of ours.
import { Injectable, Logger } from '@nestjs/common';
import { LockMode, type EntityManager } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { Clock } from '#libs/time';
import { systemActor } from '../../access/actor.js';
import { LedgerService } from '../ledger.service.js';
import { paymentCaptured, paymentRefundFailed } from '../payment.events.js';
import { Payment, PaymentOperation } from './payment.entity.js';
import { PaymentPlansService } from './payment-plans.service.js';
import type { PaymentReport, ReportedRefund } from './payment-provider.js';

const actor = systemActor('payments.gateway');

@PublishesEvents(paymentCaptured, paymentRefundFailed)
@Injectable()
export class PaymentReportsService {
  private readonly logger = new Logger('Payments');

  constructor(
    private readonly ledger: LedgerService,
    private readonly plans: PaymentPlansService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The payment, locked until the transaction ends. The books of its subject are locked first, as everybody does who posts: two that lock them
   * in different orders would wait for each other.
   */
  async lock(em: EntityManager, id: string): Promise<Payment> {
    const { subject } = await em.findOneOrFail(Payment, { id });
    await this.ledger.lockSubject(em, subject);
    return em.findOneOrFail(Payment, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  }

  /** @param payment locked. @returns whether it said anything new */
  async apply(em: EntityManager, payment: Payment, report: PaymentReport): Promise<boolean> {
    if (report.revision < payment.revision) return false;
    if (!isOf(payment, report)) {
      this.logger.error(
        `What the gateway says of payment ${payment.id} does not fit it: nothing was changed.`,
      );
      return false;
    }
    const isNew = report.revision > payment.revision;
    if (isNew) await this.move(em, payment, report);
    await this.settleOperations(em, payment, report);
    await em.flush();
    return isNew;
  }

  private async move(em: EntityManager, payment: Payment, report: PaymentReport): Promise<void> {
    payment.revision = report.revision;
    payment.reference ??= report.reference;
    payment.checkoutUrl = report.checkoutUrl ?? payment.checkoutUrl;
    payment.failureCode = report.failureCode;
    const { status, capturedPaise } = report;
    if (capturedPaise > 0 && payment.capturedPaise === 0) return this.capture(em, payment, capturedPaise);
    if (status !== 'captured' && status !== 'created') payment.become(status, this.clock.now());
    // Set aside after we had given it up: nobody waits for it any more.
    if (status === 'authorised' && !payment.isOpen && payment.capturedPaise === 0)
      await this.plans.plan(em, payment, 'cancel');
  }

  private async capture(em: EntityManager, payment: Payment, amountPaise: number): Promise<void> {
    payment.capture(amountPaise, this.clock.now());
    const { id, subject, customer, method, reference } = payment;
    const effectKey =
      payment.gateway === 'offline' && reference !== id
        ? // As staff record it without a payment: one transfer is in the books once.
          `payment:${subject.type}:${subject.id}:${method}:${reference}`
        : `payment:${id}`;
    await this.ledger.pay(em, actor, { subject, customer, amountPaise, method, reference, effectKey });
    this.events.publish(paymentCaptured, subject.id, {
      paymentId: id,
      subjectType: subject.type,
      subjectId: subject.id,
      customerId: customer,
      amountPaise,
    });
  }

  private async settleOperations(em: EntityManager, payment: Payment, report: PaymentReport): Promise<void> {
    const open = await em.find(
      PaymentOperation,
      { payment: payment.id, status: 'pending' },
      { orderBy: { id: 'asc' } },
    );
    for (const operation of open) {
      const refund = report.refunds.find(({ key }) => key === operation.id);
      if (operation.kind === 'refund') await this.settleRefund(em, payment, operation, refund);
      else if (isDone(operation, payment)) operation.succeed();
    }
  }

  private async settleRefund(
    em: EntityManager,
    payment: Payment,
    operation: PaymentOperation,
    refund: ReportedRefund | undefined,
  ): Promise<void> {
    if (refund?.status === 'failed')
      await this.refundFailed(em, payment, operation, refund.failureCode ?? 'REFUND_FAILED');
    if (refund?.status !== 'succeeded') return;
    operation.succeed();
    payment.returned(operation.amountPaise, this.clock.now());
  }

  /**
   * Money that we wanted to give back has stayed with us: the books have it as paid again, so that the customer is owed it, and staff give it
   * back by another way.
   */
  async refundFailed(
    em: EntityManager,
    payment: Payment,
    operation: PaymentOperation,
    failureCode: string,
  ): Promise<void> {
    operation.fail(failureCode);
    const { subject, customer, method, reference } = payment;
    const { amountPaise } = operation;
    const effectKey = `refund_returned:${operation.id}`;
    await this.ledger.pay(em, actor, { subject, customer, amountPaise, method, reference, effectKey });
    this.logger.error(
      `A refund of payment ${payment.id} was refused (${failureCode}): give it back by another way.`,
    );
    this.events.publish(paymentRefundFailed, subject.id, {
      paymentId: payment.id,
      subjectType: subject.type,
      subjectId: subject.id,
      customerId: customer,
      amountPaise,
      failureCode,
    });
  }
}

/** Whether it can be of this payment at all. */
function isOf(payment: Payment, report: PaymentReport): boolean {
  const { id, amountPaise, capturedPaise } = payment;
  return (
    report.key === id &&
    report.amountPaise === amountPaise &&
    report.capturedPaise <= amountPaise &&
    (capturedPaise === 0 || report.capturedPaise === capturedPaise) &&
    (payment.reference === null || payment.gateway === 'offline' || payment.reference === report.reference)
  );
}

/** Whether what was asked for has happened, as far as the payment tells. */
function isDone({ kind }: PaymentOperation, payment: Payment): boolean {
  if (kind === 'capture') return payment.capturedPaise > 0;
  if (kind === 'cancel') return payment.status === 'cancelled' || payment.status === 'failed';
  return true; // authorise: the gateway knows it
}
