// Asks gateways what is written down. Nothing slow happens in a transaction: first it is noted that it is asked, then it is asked, then what has
// come of it is written. A crash in between is a question without an answer: asked again, the gateway is first asked what it knows.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { Payment, PaymentOperation, type PaymentGatewayName } from './payment.entity.js';
import {
  PaymentRefused,
  PaymentUnclear,
  type PaymentIdentity,
  type PaymentProvider,
  type PaymentReport,
} from './payment-provider.js';
import { PaymentProviders } from './payment-providers.js';
import { PaymentReportsService } from './payment-reports.service.js';

/** What came of asking. */
interface Outcome {
  report: PaymentReport | null;
  /** Set when the gateway will not do it. */
  refusal: string | null;
}

@Injectable()
export class PaymentOperationsService {
  private readonly logger = new Logger('Payments');

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly providers: PaymentProviders,
    private readonly reports: PaymentReportsService,
    private readonly clock: Clock,
  ) {}

  /** Does nothing when it has ended. What stays unclear is tried again when it is due (`payments.sweep`). */
  async perform(operationId: string): Promise<void> {
    const begun = await this.begin(operationId);
    if (!begun) return;
    const outcome = await this.ask(begun.operation, begun.payment, begun.wasAsked);
    if (outcome) await this.record(operationId, outcome);
  }

  /** Asks the gateway how a payment is, whatever it has told before. */
  async check(paymentId: string): Promise<void> {
    const payment = await this.em.fork().findOne(Payment, { id: paymentId });
    if (!payment) return;
    const report = await this.found(this.providers.named(payment.gateway as PaymentGatewayName), payment);
    await this.em.fork().transactional(async (em) => {
      const locked = await this.reports.lock(em, paymentId);
      if (report) await this.reports.apply(em, locked, report);
      locked.checkAt = locked.nextCheck(this.clock.now());
    });
  }

  private begin(id: string) {
    return this.em.fork().transactional(async (em) => {
      const operation = await em.findOne(
        PaymentOperation,
        { id, status: 'pending' },
        { lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      const wasAsked = operation?.begin(this.clock.now()) ?? null;
      if (!operation || wasAsked === null) return null;
      const payment = await em.findOneOrFail(Payment, { id: operation.payment.id });
      return { operation, payment, wasAsked };
    });
  }

  /** @returns null when it is unclear what has come of it */
  private async ask(
    operation: PaymentOperation,
    payment: Payment,
    wasAsked: boolean,
  ): Promise<Outcome | null> {
    const provider = this.providers.named(payment.gateway as PaymentGatewayName);
    try {
      if (wasAsked && provider.movesMoney) {
        const report = await provider.find(identityOf(payment));
        if (report && isIn(report, operation)) return { report, refusal: null };
        // Only the customer begins a payment, and they are no longer there.
        if (!report && operation.kind === 'authorise') return { report, refusal: 'NEVER_REACHED_GATEWAY' };
      }
      return { report: await call(provider, operation, payment), refusal: null };
    } catch (error) {
      if (error instanceof PaymentRefused)
        return { report: await this.found(provider, payment), refusal: error.code };
      if (!(error instanceof PaymentUnclear)) throw error;
      this.logger.warn(
        `It is unclear whether the gateway did ${operation.kind} of payment ${payment.id} (${error.code}).`,
      );
      return null;
    }
  }

  private async found(provider: PaymentProvider, payment: Payment): Promise<PaymentReport | null> {
    try {
      return await provider.find(identityOf(payment));
    } catch (error) {
      if (error instanceof PaymentUnclear) return null;
      throw error;
    }
  }

  private record(operationId: string, { report, refusal }: Outcome): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const { payment: reference } = await em.findOneOrFail(PaymentOperation, { id: operationId });
      const payment = await this.reports.lock(em, reference.id);
      const operation = await em.findOneOrFail(PaymentOperation, { id: operationId }, { refresh: true });
      if (report) await this.reports.apply(em, payment, report);
      // Somebody else was told of its end meanwhile, or the report has just told it.
      if (operation.status !== 'pending' || refusal === null) return;
      if (operation.kind === 'refund') await this.reports.refundFailed(em, payment, operation, refusal);
      else operation.fail(refusal);
      if (operation.kind === 'authorise' && payment.become('failed', this.clock.now()))
        payment.failureCode = refusal;
    });
  }
}

function identityOf(payment: Payment): PaymentIdentity {
  const { id: key, amountPaise, capturedPaise, refundedPaise, revision } = payment;
  return { key, reference: payment.reference ?? null, amountPaise, capturedPaise, refundedPaise, revision };
}

/** Whether the gateway has heard of the operation, whatever has become of it. */
function isIn(report: PaymentReport, { id, kind }: PaymentOperation): boolean {
  if (kind === 'refund') return report.refunds.some(({ key }) => key === id);
  if (kind === 'capture') return report.capturedPaise > 0;
  return kind === 'authorise' || report.status === 'cancelled' || report.status === 'failed';
}

function call(
  provider: PaymentProvider,
  { id: key, kind, amountPaise }: PaymentOperation,
  payment: Payment,
): Promise<PaymentReport> {
  const [identity, request] = [identityOf(payment), { key, amountPaise }];
  if (kind === 'capture') return provider.capture(identity, request);
  if (kind === 'cancel') return provider.cancelAuthorisation(identity, request);
  if (kind === 'refund') return provider.refund(identity, request);
  return provider.authorise(identity, {
    ...request,
    currency: 'INR',
    capturesAtOnce: payment.mode === 'now',
  });
}
