// Payments of whatever is paid for. Whose the subject is, and how much may be paid for it, its domain knows and has checked.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { customerOwning, FindsOwner } from '../../access/resource-owners.js';
import type { LedgerSubjectRef, PaymentMethod } from '../ledger-entry.entity.js';
import { CaptureMethodUnfit, CaptureTooHigh, PaymentNotCapturable, PaymentOpen } from '../payments.errors.js';
import { Payment, PaymentOperation } from './payment.entity.js';
import { PaymentOperationsService } from './payment-operations.service.js';
import { PaymentPlansService } from './payment-plans.service.js';
import type { WebhookMessage } from './payment-provider.js';
import { PaymentProviders } from './payment-providers.js';
import { PaymentReportsService } from './payment-reports.service.js';
import { openPaymentStatuses } from './payment.states.js';

export interface NewPayment {
  subject: LedgerSubjectRef;
  customer: string;
  amountPaise: number;
  mode: 'now' | 'after_service';
}

export interface CaptureOrder {
  /** Default: all of it. */
  amountPaise?: number | undefined;
  /** How it came; only where nobody but staff can know. */
  method?: PaymentMethod | undefined;
  reference?: string | undefined;
}

/** A payment, and what of it goes back. */
export interface ShownPayment {
  payment: Payment;
  refunds: PaymentOperation[];
}

@Injectable()
export class GatewayPaymentsService {
  private readonly logger = new Logger('Payments');

  constructor(
    private readonly em: EntityManager,
    private readonly providers: PaymentProviders,
    private readonly plans: PaymentPlansService,
    private readonly operations: PaymentOperationsService,
    private readonly reports: PaymentReportsService,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('payment')
  async owner(id: string) {
    return customerOwning(await this.em.findOne(Payment, { id }));
  }

  /** That of a subject which is still open. @param em of the caller's transaction, which has locked the subject */
  openOf(em: EntityManager, { type, id }: LedgerSubjectRef): Promise<Payment | null> {
    const status = { $in: [...openPaymentStatuses] };
    return em.findOne(Payment, { subjectType: type, subjectId: id, status });
  }

  /**
   * Written down before the gateway is asked, which {@link ask} does after the commit. An open one of the same amount and mode is taken up again.
   * @param em of the caller's transaction, which has locked the subject
   * @throws PaymentOpen
   */
  async begin(em: EntityManager, { subject, customer, amountPaise, mode }: NewPayment): Promise<Payment> {
    const { name: gateway, movesMoney } = this.providers.current;
    const wanted = { gateway, amountPaise, mode: movesMoney ? mode : ('after_service' as const) };
    const open = await this.openOf(em, subject);
    if (open && isSame(open, wanted)) return open;
    if (open) throw new PaymentOpen(open.id, open.status);
    const now = this.clock.now();
    const payment = em.create(Payment, {
      id: newId(),
      subjectType: subject.type,
      subjectId: subject.id,
      customer,
      ...wanted,
      createdAt: now,
    });
    payment.checkAt = payment.nextCheck(now);
    await em.flush();
    await this.plans.plan(em, payment, 'authorise');
    return payment;
  }

  /**
   * What was set aside is taken, or has come by hand. Said again it changes nothing.
   * @throws NotFound, PaymentNotCapturable, CaptureTooHigh, CaptureMethodUnfit
   */
  async capture(
    em: EntityManager,
    id: string,
    { amountPaise, method, reference }: CaptureOrder,
  ): Promise<Payment> {
    const payment = await this.locked(em, id);
    const wanted = amountPaise ?? payment.amountPaise;
    if (payment.capturedPaise > 0 && payment.capturedPaise === wanted) return payment;
    if (payment.status !== 'authorised') throw new PaymentNotCapturable(payment.status);
    if (wanted > payment.amountPaise) throw new CaptureTooHigh(wanted, payment.amountPaise);
    const { movesMoney, name } = this.providers.named(payment.gateway as 'offline' | 'rest');
    if (movesMoney !== (method === undefined && reference === undefined)) throw new CaptureMethodUnfit(name);
    if (method) Object.assign(payment, { method, reference: reference ?? null });
    await this.plans.plan(em, payment, 'capture', { amountPaise: wanted });
    return payment;
  }

  /** Locked until the transaction ends. @throws NotFound */
  async locked(em: EntityManager, id: string): Promise<Payment> {
    if (!(await em.findOne(Payment, { id }))) throw new NotFound('Payment', id);
    return this.reports.lock(em, id);
  }

  /** Now, and not when the job comes to it: somebody waits. What stays unclear is cleared up by the job. */
  async ask(paymentId: string): Promise<void> {
    const em = this.em.fork();
    const open = await em.find(
      PaymentOperation,
      { payment: paymentId, status: 'pending' },
      { orderBy: { id: 'asc' } },
    );
    for (const { id } of open) await this.operations.perform(id);
  }

  /** Of a subject, the oldest first. */
  async of({ type, id }: LedgerSubjectRef): Promise<ShownPayment[]> {
    const em = this.em.fork();
    const payments = await em.find(
      Payment,
      { subjectType: type, subjectId: id },
      { orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    const refunds = await em.find(
      PaymentOperation,
      { payment: { $in: payments.map((each) => each.id) }, kind: 'refund' },
      { orderBy: { createdAt: 'asc', id: 'asc' } },
    );
    return payments.map((payment) => ({
      payment,
      refunds: refunds.filter((each) => each.payment.id === payment.id),
    }));
  }

  /** @throws WebhookRefused. What it says of a payment that is not ours is dropped: told again it would be no different. */
  async hear(_actor: Actor, message: WebhookMessage): Promise<void> {
    const report = this.providers.current.readWebhook(message);
    await this.em.fork().transactional(async (em) => {
      if (!(await em.findOne(Payment, { id: report.key })))
        return this.logger.warn(`The gateway tells of a payment that is not ours (${report.reference}).`);
      await this.reports.apply(em, await this.reports.lock(em, report.key), report);
    });
  }
}

function isSame(open: Payment, wanted: Pick<Payment, 'gateway' | 'amountPaise' | 'mode'>): boolean {
  return (
    open.gateway === wanted.gateway && open.amountPaise === wanted.amountPaise && open.mode === wanted.mode
  );
}
